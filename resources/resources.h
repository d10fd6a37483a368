#pragma once

#include <QStringList>

namespace molloquy::resources {

/// Names of the icons that are compiled in, sorted; each lies at ":/icons/<name>.svg".
QStringList iconNames();

}  // namespace molloquy::resources
