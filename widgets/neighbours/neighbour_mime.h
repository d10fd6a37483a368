#pragma once

#include <QStringList>

class QMimeData;

namespace molloquy::widgets {

/// Neighbours on their way to the prompt: their keys, and their names as text for other programs.
/// The caller owns the result, as Qt has it.
QMimeData* neighbourMime(const QStringList& keys, const QStringList& names);

/// The keys that were put in; empty for anything else.
QStringList neighbourKeys(const QMimeData* data);

}  // namespace molloquy::widgets
