//! Work on several threads whose results are taken in order: the bytes written never depend on how many threads
//! there are, and only a few results are held at a time.

use std::{
    num::NonZero,
    sync::mpsc::{Receiver, sync_channel},
    thread,
};

/// Finished results a thread may be ahead of the one that takes them.
const AHEAD: usize = 2;

/// Makes `0..count` on as many threads as the machine has, and takes them one after the other.
pub(super) fn in_order<T: Send, E>(
    count: usize,
    make: impl Fn(usize) -> T + Sync,
    take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    on_threads(thread::available_parallelism().map_or(1, NonZero::get), count, make, take)
}

fn on_threads<T: Send, E>(
    threads: usize,
    count: usize,
    make: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    thread::scope(|scope| {
        let lanes: Vec<Receiver<T>> = (0..threads)
            .map(|lane| {
                let (send, receive) = sync_channel(AHEAD);
                let make = &make;
                scope.spawn(move || {
                    // Nobody listens any more once taking has failed.
                    (lane..count).step_by(threads).all(|index| send.send(make(index)).is_ok())
                });
                receive
            })
            .collect();
        for index in 0..count {
            // A lane ends early only by a panic, which the scope passes on.
            let Ok(made) = lanes[index % threads].recv() else { return Ok(()) };
            take(made)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_on_any_number_of_threads() {
        for threads in [1, 2, 3, 8] {
            let mut taken = Vec::new();
            let take = |made| {
                taken.push(made);
                Ok::<(), ()>(())
            };
            on_threads(threads, 50, |index| index * index, take).unwrap();
            assert!(taken.iter().copied().eq((0..50).map(|index| index * index)), "{threads} threads");
        }
    }

    #[test]
    fn a_failure_ends_the_work() {
        let take = |made| if made < 7 { Ok(()) } else { Err(made) };
        assert_eq!(on_threads(3, 100_000_000, |index| index, take), Err(7));
    }
}
