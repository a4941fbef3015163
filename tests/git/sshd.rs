//! A server for ssh on loopback, with keys that exist only for the test; run as the test's own user.

use std::fs;
use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The passphrase of the key that has one.
pub const PASSPHRASE: &str = "correct horse";

/// A server; ends with its drop.
pub struct Sshd {
    child: Child,
    pub port: u16,
    dir: PathBuf,
}

/// The program, where it is installed; it must be started by its whole path.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let usual = ["/usr/sbin", "/usr/local/sbin", "/sbin"].map(PathBuf::from);
    let mut all = std::env::split_paths(&path).chain(usual);
    all.find_map(|dir| Some(dir.join("sshd")).filter(|file| file.is_file()))
}

fn quiet(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn keygen(file: &Path, passphrase: &str) {
    quiet(
        Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-C", "acme", "-N", passphrase, "-f"])
            .arg(file),
    );
}

impl Sshd {
    /// One that works in `dir`; none, and a line that says so, where sshd is not installed.
    pub fn new(dir: &Path) -> Option<Self> {
        let Some(program) = program() else {
            println!("skipped: sshd is not installed (apt-get install openssh-server)");
            return None;
        };
        fs::create_dir_all(dir).unwrap();
        let at = |name: &str| dir.join(name);
        keygen(&at("host"), "");
        keygen(&at("open"), "");
        keygen(&at("locked"), PASSPHRASE);
        keygen(&at("stranger"), "");
        let keys = ["open.pub", "locked.pub"].map(|name| fs::read_to_string(at(name)).unwrap());
        fs::write(at("authorized"), keys.concat()).unwrap();
        for _ in 0..5 {
            // A port that was free a moment ago; another one is taken where somebody was faster.
            let held = TcpListener::bind("127.0.0.1:0").unwrap();
            let port = held.local_addr().unwrap().port();
            drop(held);
            let configuration = format!(
                "Port {port}\nListenAddress 127.0.0.1\nHostKey \"{0}/host\"\nPidFile none\n\
                 AuthorizedKeysFile \"{0}/authorized\"\nStrictModes no\nUsePAM no\n\
                 PasswordAuthentication no\nKbdInteractiveAuthentication no\nPubkeyAuthentication yes\n\
                 PermitRootLogin yes\nPermitUserEnvironment no\nLogLevel ERROR\n",
                dir.display()
            );
            fs::write(at("sshd_config"), configuration).unwrap();
            // Only root's own needs this folder.
            let _ = fs::create_dir_all("/run/sshd");
            let mut child = Command::new(&program)
                .args(["-D", "-e", "-f"])
                .arg(at("sshd_config"))
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(fs::File::create(at("sshd.log")).unwrap())
                .spawn()
                .unwrap();
            if greets(port, &mut child) {
                return Some(Self {
                    child,
                    port,
                    dir: dir.to_owned(),
                });
            }
            let _ = child.kill();
            let _ = child.wait();
        }
        panic!("{}", fs::read_to_string(at("sshd.log")).unwrap());
    }

    /// The address of a repository.
    pub fn url(&self, path: &Path) -> String {
        let user = Command::new("id").arg("-un").output().unwrap();
        let user = String::from_utf8(user.stdout).unwrap();
        let path = path.display().to_string().replace(' ', "%20");
        format!("ssh://{}@127.0.0.1:{}{path}", user.trim(), self.port)
    }

    /// An ssh that reads no configuration and no key of whoever runs the test: it offers the key of this name alone.
    /// For `GIT_SSH_COMMAND` or `core.sshCommand`.
    pub fn client(&self, key: &str, options: &str) -> String {
        let dir = self.dir.display();
        format!(
            "ssh -F none -o IdentitiesOnly=yes -o IdentityAgent=none -o UserKnownHostsFile='\"{dir}/known\"' \
             -o GlobalKnownHostsFile=/dev/null {options} -i '{dir}/{key}'"
        )
    }

    /// This key is known for the host from now on; its own is `host`.
    pub fn known(&self, name: &str) {
        let key = fs::read_to_string(self.dir.join(format!("{name}.pub"))).unwrap();
        let line = format!("[127.0.0.1]:{} {key}", self.port);
        fs::write(self.dir.join("known"), line).unwrap();
    }

    /// Whether a host was remembered.
    pub fn remembers(&self) -> bool {
        let text = fs::read_to_string(self.dir.join("known")).unwrap_or_default();
        text.contains("127.0.0.1")
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether the server of this process is what answers on the port; blocks until one of them is certain.
fn greets(port: u16, child: &mut Child) -> bool {
    let deadline = Instant::now() + Duration::from_secs(30);
    while Instant::now() < deadline && child.try_wait().unwrap().is_none() {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else {
            std::thread::yield_now();
            continue;
        };
        stream
            .set_read_timeout(Some(Duration::from_secs(5)))
            .unwrap();
        let mut start = [0; 4];
        if stream.read_exact(&mut start).is_ok() && &start == b"SSH-" {
            return child.try_wait().unwrap().is_none();
        }
    }
    false
}
