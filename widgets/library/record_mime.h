#pragma once

#include <optional>

#include <QMimeData>

#include "widgets/library/record_list_model.h"

namespace molloquy::widgets {

/// Records on their way out: SMILES as text, an SD file as data, a file for file managers. The
/// texts are made when something takes them, once.
class RecordMimeData : public QMimeData {
  Q_OBJECT
 public:
  RecordMimeData(QStringList keys, RecordTextProvider provider);

  static QStringList types();
  [[nodiscard]] const QStringList& keys() const { return m_keys; }
  [[nodiscard]] bool hasFormat(const QString& type) const override;
  [[nodiscard]] QStringList formats() const override { return types(); }

 protected:
  [[nodiscard]] QVariant retrieveData(const QString& type, QMetaType preferred) const override;

 private:
  QStringList m_keys;
  RecordTextProvider m_provider;
  mutable std::optional<RecordTexts> m_texts;
};

}  // namespace molloquy::widgets
