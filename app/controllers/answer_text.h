#pragma once

#include <QString>
#include <string>
#include <vector>

#include "app/document/molecule_document.h"
#include "model/align/alignment_record.h"
#include "model/session/chat_session.h"
#include "widgets/chat/chat_types.h"

/// Words of the conversation made from values; pure.
namespace molloquy::app {

/// What the conversation shows for a question: an empty one stands for its template.
QString shownQuestion(const QString& text, widgets::PromptTemplate promptTemplate);

/// What the model is asked; the captioning instruction is the one of 3d-molm.md 3.4.
std::string instructionFor(const QString& text, widgets::PromptTemplate promptTemplate);

/// "saw 13 heavy atoms, conformer 1"; of a model without a molecule part "read the SMILES and
/// computed facts".
QString seenText(const StructureSnapshot& structure, const session::ModelInfo& model);

widgets::Chip structureChip(const StructureSnapshot& structure);

/// "41 tok/s   first token 0.21 s   71 tokens   88 of 120 prompt tokens kept   seed 7   CPU · f32".
QString statsText(const session::GenerationEnd& end, const session::ModelInfo& model);

/// Characters up to and including the last full stop that ends a sentence (followed by a blank);
/// 0 when there is none. "1.5" and "e.g. x" within a sentence do not end it when no blank follows.
qsizetype lastSentenceEnd(const QString& text);

/// UTF-16 offset of a code point.
int utf16Offset(const QString& text, std::size_t codePoint);

/// Records as the links that the conversation draws; relation and role clauses are dashed.
std::vector<widgets::PhraseLink> phraseLinks(const QString& text,
                                             const std::vector<align::AlignmentRecord>& records);

}  // namespace molloquy::app
