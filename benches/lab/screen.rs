//! The real screens over a store on disk, drawn into a buffer.

use super::product::{Product, units};
use super::saved;
use crossterm::event::{Event as Terminal, KeyCode, KeyEvent};
use ddint_tui::core::effect::Effect;
use ddint_tui::core::event::{Event, Failure};
use ddint_tui::core::state::State;
use ddint_tui::core::wizard::Wizard;
use ddint_tui::tui::app::App;
use ddint_tui::tui::app::host::{Host, ProtoFile, Saved, Saving};
use ddint_tui::tui::app::session::Session;
use ddint_tui::tui::keymap::Keymap;
use ddint_tui::tui::theme::Theme;
use ddint_tui::workspace::store::Store;
use ratatui::backend::TestBackend;
use std::path::{Path, PathBuf};

/// Saves as the engine does, and starts no job.
struct Disk(Store<State>);

impl Host for Disk {
    fn saved(&mut self) -> Vec<Saved> {
        vec![]
    }
    fn create(&mut self, _: &str, _: Option<&Path>) -> Result<Wizard, Failure> {
        Ok(Wizard::default())
    }
    fn existing(&mut self, _: &str) -> Result<Wizard, Failure> {
        Ok(Wizard::default())
    }
    fn open(&mut self, _: &Path) -> Result<Wizard, Failure> {
        Ok(Wizard::default())
    }
    fn restore(&mut self, _: &Path) -> Result<(), Failure> {
        Ok(())
    }
    fn delete(&mut self, _: &Path) -> Result<(), Failure> {
        Ok(())
    }
    fn close(&mut self, _: &Wizard) {}
    fn perform(&mut self, wizard: &Wizard, effect: Effect) {
        if effect == Effect::Save {
            self.0.save(wizard.state.clone());
        }
    }
    fn generation(&self) -> u64 {
        0
    }
    fn save(&mut self, _: &Wizard) {}
    fn saving(&self) -> Saving {
        Saving::Saved
    }
    fn now(&self) -> u64 {
        1_790_000_600
    }
    fn output(&self, _: &str, _: usize) -> Vec<String> {
        vec![]
    }
    fn read(&self, _: &Wizard, _: ProtoFile) -> Option<String> {
        None
    }
    fn write(&mut self, _: &Wizard, _: ProtoFile, _: &str) -> Result<Event, Failure> {
        Ok(Event::LeftField)
    }
    fn path(&self, _: &Wizard, path: &str) -> PathBuf {
        path.into()
    }
    fn look(&mut self, _: &Wizard) -> Option<Event> {
        None
    }
    fn clone_target(&self) -> PathBuf {
        PathBuf::new()
    }
}

/// The screens with a workflow open at the metrics table.
pub struct Screens {
    pub app: App,
    terminal: ratatui::Terminal<TestBackend>,
    _dir: tempfile::TempDir,
}

impl Screens {
    /// A product's workflow at 120x36.
    pub fn open(product: &Product) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::<State>::open(dir.path()).unwrap();
        let mut wizard = Wizard::new(saved::state(product, Path::new("/clone")));
        wizard.capture = Some(product.capture.clone().into());
        wizard.notes.help = product.mapping.help.clone();
        wizard.facts.units = units();
        wizard.derived = product.derived.clone().into();
        let theme = Theme {
            ascii: false,
            color: true,
        };
        let mut app = App::new(
            Box::new(Disk(store)),
            theme,
            Keymap::default(),
            ddint_tui::tui::screens::ids,
        );
        app.session = Some(Session::new(wizard));
        let mut screens = Self {
            app,
            terminal: ratatui::Terminal::new(TestBackend::new(120, 36)).unwrap(),
            _dir: dir,
        };
        screens.draw();
        screens
    }

    /// Presses a key and draws the frame that follows.
    pub fn press(&mut self, key: KeyCode) {
        self.app.terminal(Terminal::Key(KeyEvent::from(key)));
        self.draw();
    }

    /// Draws a frame.
    pub fn draw(&mut self) {
        let app = &mut self.app;
        self.terminal
            .draw(|frame| ddint_tui::tui::screens::draw(frame, app))
            .unwrap();
    }

    /// What is on the screen.
    pub fn text(&self) -> String {
        let buffer = self.terminal.backend().buffer();
        buffer
            .content
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect()
    }
}
