//! The two threads beside a child: one reads its output, one waits for its exit.

use super::group::Group;
use rustix::event::{PollFd, PollFlags, poll};
use std::io::{self, PipeReader, Read};
use std::sync::mpsc::SyncSender;

/// What the two tell, and who cancels.
pub(super) enum Message {
    Output(Vec<u8>),
    Eof,
    Exited,
    Wake,
}

/// Reads until the end of `output`, until `stop` is closed, or until nobody listens.
pub(super) fn read(
    mut output: PipeReader,
    stop: PipeReader,
    tx: SyncSender<Message>,
) -> io::Result<()> {
    std::thread::Builder::new()
        .name("job-output".into())
        .spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            loop {
                if is_stopped(&output, &stop) {
                    return;
                }
                let message = match output.read(&mut buffer) {
                    Ok(0) => Message::Eof,
                    Ok(n) => Message::Output(buffer[..n].to_vec()),
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                    Err(_) => Message::Eof,
                };
                let eof = matches!(message, Message::Eof);
                if tx.send(message).is_err() || eof {
                    return;
                }
            }
        })
        .map(drop)
}

/// Waits until there is output; whether reading must stop instead.
fn is_stopped(output: &PipeReader, stop: &PipeReader) -> bool {
    loop {
        let mut fds = [
            PollFd::new(output, PollFlags::IN),
            PollFd::new(stop, PollFlags::IN),
        ];
        match poll(&mut fds, None) {
            Ok(_) => return !fds[1].revents().is_empty(),
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return true,
        }
    }
}

/// Tells when the leader has exited.
pub(super) fn wait(group: Group, tx: SyncSender<Message>) -> io::Result<()> {
    std::thread::Builder::new()
        .name("job-exit".into())
        .spawn(move || {
            group.wait_for_leader();
            // The other end is gone only when the run is over.
            let _ = tx.send(Message::Exited);
        })
        .map(drop)
}
