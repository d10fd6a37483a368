#pragma once

#include "app/pubchem/pubchem_json.h"

namespace molloquy::pubchem {

/// Headings of PUG View's index in its order, each once; sections of sections follow their parent.
Parsed<QStringList> headingsIn(const QByteArray& body);

/// Sections of a PUG View record, outermost first, each with its texts: words, numbers with their
/// unit, dates, addresses. Every text is credited to the source that its reference number names.
/// Sections without texts stay, as headings of those below. Nesting beyond 20 levels is left out.
Parsed<std::vector<AnnotationSection>> annotationsIn(const QByteArray& body);

}  // namespace molloquy::pubchem
