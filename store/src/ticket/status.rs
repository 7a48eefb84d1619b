//! Knows the one SQL text that writes a ticket's status.
