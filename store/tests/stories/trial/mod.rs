//! Trials: what is held against thousands of deeds at random, against crowds, and against a month of timers.

mod deed;
mod dice;
mod kind;
mod life;
mod look;
mod model;
mod month;
mod race;
mod rule;
mod stage;
