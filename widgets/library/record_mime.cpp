#include "widgets/library/record_mime.h"

#include <utility>

namespace molloquy::widgets {

RecordMimeData::RecordMimeData(QStringList keys, RecordTextProvider provider)
    : m_keys(std::move(keys)), m_provider(std::move(provider)) {}

QStringList RecordMimeData::types() {
  return {QStringLiteral("text/plain"), QStringLiteral("chemical/x-mdl-sdfile"),
          QStringLiteral("text/uri-list")};
}

bool RecordMimeData::hasFormat(const QString& type) const { return types().contains(type); }

QVariant RecordMimeData::retrieveData(const QString& type, QMetaType) const {
  if (!hasFormat(type)) return {};
  if (!m_texts) m_texts = m_provider(m_keys);
  if (type == QStringLiteral("text/plain")) return m_texts->smiles;
  if (type == QStringLiteral("chemical/x-mdl-sdfile")) return m_texts->sdf;
  return m_texts->file.isEmpty() ? QVariant() : QVariant(QList<QVariant>{m_texts->file});
}

}  // namespace molloquy::widgets
