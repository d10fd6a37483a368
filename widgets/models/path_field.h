#pragma once

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace molloquy::widgets {

class VerdictLabel;

/// A file or folder to be chosen: label, line, button, and under it what was found there.
class PathField : public QWidget {
  Q_OBJECT

 public:
  enum class Kind { File, Folder, NewFolder };

  /// filter  of the file chooser, "Checkpoints (*.ckpt *.pt)"; not read for folders.
  PathField(Kind kind, const QString& label, const QString& hint, const QString& filter,
            QWidget* parent = nullptr);

  [[nodiscard]] QString path() const;
  void setPath(const QString& path);
  /// What was found: good, or why it cannot be used. An empty sentence brings the hint back.
  void setVerdict(bool good, const QString& sentence);
  [[nodiscard]] bool isGood() const { return m_good; }
  [[nodiscard]] QString sentence() const;
  [[nodiscard]] QLineEdit& edit() { return *m_edit; }

 Q_SIGNALS:
  /// The path is another one; it is looked at 250 ms after the last key.
  void pathChanged(const QString& path);

 private:
  void browse();
  void forgetVerdict();

  Kind m_kind;
  QString m_label;
  QString m_hint;
  QString m_filter;
  QLineEdit* m_edit;
  QToolButton* m_browse;
  VerdictLabel* m_verdict;
  bool m_good = false;
};

}  // namespace molloquy::widgets
