#pragma once

namespace molloquy::cli {

/// What the program returns to the shell (README.md lists them for people).
enum class ExitCode {
  Ok = 0,           ///< done; a run stopped with Ctrl+C ends here too.
  Usage = 2,        ///< the command line itself is wrong.
  BadInput = 3,     ///< the molecule, the text or the question cannot be used.
  Model = 4,        ///< the model folder or library cannot be used.
  Environment = 5,  ///< the machine lacks something: display, disk space, the program's own files.
};

}  // namespace molloquy::cli
