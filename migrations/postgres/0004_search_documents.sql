-- SQLite's index numbers its documents from here on; PostgreSQL's stays as it is. What both had for finding a document's
-- ticket goes.

drop index message_places;
