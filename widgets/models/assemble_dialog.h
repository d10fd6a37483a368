#pragma once

#include <QDialog>
#include <array>

#include "widgets/models/model_types.h"

class QLineEdit;
class QPushButton;

namespace molloquy::widgets {

class PathField;

/// Which published files a model is put together of. Each choice is looked at at once; the button
/// is off until all that is needed is there, and says what is missing.
class AssembleDialog : public QDialog {
  Q_OBJECT

 public:
  static constexpr int kPaths = 6;

  explicit AssembleDialog(QWidget* parent = nullptr);

  /// Fills the fields in, for example with the choices of a run that failed.
  void setChoices(const AssembleChoices& choices);
  [[nodiscard]] AssembleChoices choices() const;
  /// What was found behind a path. Ignored when the path has changed meanwhile.
  void setVerdict(AssemblePath field, const QString& path, bool good, const QString& sentence);

  [[nodiscard]] PathField& field(AssemblePath field);
  [[nodiscard]] QPushButton& assembleButton() { return *m_assemble; }

 Q_SIGNALS:
  void checkRequested(molloquy::widgets::AssemblePath field, const QString& path);
  void assembleRequested(const molloquy::widgets::AssembleChoices& choices);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void updateButton();
  [[nodiscard]] QString whatIsMissing() const;

  std::array<PathField*, kPaths> m_fields{};
  QLineEdit* m_name = nullptr;
  QPushButton* m_assemble = nullptr;
};

}  // namespace molloquy::widgets
