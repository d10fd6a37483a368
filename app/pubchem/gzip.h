#pragma once

#include <QByteArray>
#include <tl/expected.hpp>

namespace molloquy::pubchem {

enum class UnpackFailure { Broken, TooLarge };

/// The plain bytes of a gzip or zlib stream. Broken: it ends too early or is none; TooLarge: there
/// would be more than `largest` of them.
tl::expected<QByteArray, UnpackFailure> unpacked(const QByteArray& packed, qint64 largest);

}  // namespace molloquy::pubchem
