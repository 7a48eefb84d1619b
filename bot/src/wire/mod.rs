//! Discord's objects, as far as Docket reads them. Read from the raw event, so that what our libraries' types do
//! not know is not lost.

pub mod guild;
pub mod interaction;
pub mod message;
