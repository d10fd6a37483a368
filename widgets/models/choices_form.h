#pragma once

#include <QWidget>

#include "widgets/models/model_types.h"

class QComboBox;
class QGridLayout;

namespace molloquy::widgets {

/// How a model is to be opened: numbers, device, threads, context.
class ChoicesForm : public QWidget {
  Q_OBJECT

 public:
  explicit ChoicesForm(QWidget* parent = nullptr);

  /// Shows choices without telling of a change. contextLimit: the most the model reads, 0 =
  /// unknown.
  void setChoices(const ModelChoices& choices, int contextLimit);
  [[nodiscard]] ModelChoices choices() const;

 Q_SIGNALS:
  void choicesChanged(const molloquy::widgets::ModelChoices& choices);

 private:
  void addField(QGridLayout& grid, int place, const QString& label, QComboBox& field);
  void tell();

  QComboBox* m_precision;
  QComboBox* m_device;
  QComboBox* m_threads;
  QComboBox* m_context;
  bool m_quiet = false;
};

}  // namespace molloquy::widgets
