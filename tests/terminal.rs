//! The real program in a real terminal, driven by keys alone. Every wait is for something that the
//! screen shows; nothing sleeps.

mod common;

mod terminal {
    pub mod gate;
    pub mod keys;
    pub mod place;
    pub mod pty;
    pub mod walk;

    mod editors;
    mod flood;
    mod given_back;
    mod home;
    mod looks;
    mod pastes;
    mod path;
    mod sizes;
    mod suspend;
}
