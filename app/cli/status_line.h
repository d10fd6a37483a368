#pragma once

#include <mutex>
#include <string>

namespace molloquy::cli {

/// One line at the foot of standard error that is redrawn in place, with whole lines above it. When
/// standard error is no terminal, the foot is not shown and lines are plain. Any thread.
class StatusLine {
 public:
  StatusLine();
  ~StatusLine();
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  [[nodiscard]] bool isTerminal() const { return m_terminal; }
  /// Redraws the foot, cut to the terminal's width.
  void show(const std::string& text);
  /// Writes a line that stays.
  void print(const std::string& line);
  /// Wipes the foot.
  void clear();

 private:
  void draw();

  std::mutex m_mutex;
  bool m_terminal;
  std::string m_foot;
};

/// "3:07", "1:02:15"; "-" for what is not known.
std::string clockText(double seconds);
/// "1.3 GiB".
std::string bytesText(double bytes);

}  // namespace molloquy::cli
