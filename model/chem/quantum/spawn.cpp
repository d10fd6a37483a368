#include "model/chem/quantum/spawn.h"

#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace molloquy::quantum {
namespace {

/// xtb is several times slower when its libraries start a thread for every core.
constexpr std::array<const char*, 2> kOneThread = {"OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1"};

std::vector<std::string> environmentOfWorkers() {
  std::vector<std::string> variables(kOneThread.begin(), kOneThread.end());
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const std::string_view name = text.substr(0, text.find('='));
    if (name != "OMP_NUM_THREADS" && name != "OPENBLAS_NUM_THREADS") variables.emplace_back(text);
  }
  return variables;
}

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// posix_spawn's two lists of what to do, freed at the end.
struct Plan {
  Plan(int input, int output) {
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  }
  ~Plan() {
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
  }
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};
};

}  // namespace

Result<pid_t> spawnWorker(const std::filesystem::path& program, int input, int output) {
  const Plan plan(input, output);
  std::vector<std::string> variables = environmentOfWorkers();
  std::vector<std::string> words = {program.string()};
  pid_t process = -1;
  const int problem = ::posix_spawn(&process, program.c_str(), &plan.files, &plan.attributes,
                                    pointersTo(words).data(), pointersTo(variables).data());
  if (problem == 0) return process;
  return fail(ErrorCode::Internal,
              fmt::format("{} cannot be started: {}.", program.string(), std::strerror(problem)));
}

}  // namespace molloquy::quantum
