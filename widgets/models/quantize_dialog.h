#pragma once

#include <QDialog>

#include "widgets/models/model_types.h"

class QPushButton;

namespace molloquy::widgets {

class PathField;
class SegmentedControl;

/// A smaller copy of a model: which numbers, and where it goes.
class QuantizeDialog : public QDialog {
  Q_OBJECT

 public:
  /// name  of the model; folder  where it lies: the copy is proposed beside it.
  QuantizeDialog(const QString& name, const QString& folder, QWidget* parent = nullptr);

  [[nodiscard]] ModelChoices::Precision precision() const;
  [[nodiscard]] PathField& output() { return *m_output; }
  /// What was found behind the output path; ignored when it has changed meanwhile.
  void setVerdict(const QString& path, bool good, const QString& sentence);
  [[nodiscard]] QPushButton& startButton() { return *m_start; }

 Q_SIGNALS:
  void checkRequested(const QString& output);
  void quantizeRequested(molloquy::widgets::ModelChoices::Precision precision,
                         const QString& output);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void propose();
  void updateButton();

  QString m_folder;
  SegmentedControl* m_type;
  PathField* m_output;
  QPushButton* m_start;
};

}  // namespace molloquy::widgets
