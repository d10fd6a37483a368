#pragma once

#include <functional>

namespace molloquy::energy {

/// Threads worth having for `jobs` jobs: no more than cores.
int threadsFor(int jobs);

/// Runs work(job, thread) for jobs 0..jobs-1 in `threads` threads (thread: 0..threads-1) and
/// finished(job) on the calling thread, in the order in which jobs end. Returns when all have.
/// An exception of a job ends the rest and is thrown here.
void inParallel(int jobs, int threads, const std::function<void(int job, int thread)>& work,
                const std::function<void(int job)>& finished);

}  // namespace molloquy::energy
