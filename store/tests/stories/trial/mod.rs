//! Trials: what is held against a life of thousands of deeds, against crowds, and against a month of timers.

mod dice;
mod life;
mod race;
