#include "resources/resources.h"

#include <QDir>
#include <QFileInfo>

namespace molloquy::resources {

QStringList iconNames() {
  QStringList names;
  const QDir icons(QStringLiteral(":/icons"));
  for (const QString& file : icons.entryList({QStringLiteral("*.svg")}, QDir::Files, QDir::Name))
    names.append(QFileInfo(file).completeBaseName());
  return names;
}

}  // namespace molloquy::resources
