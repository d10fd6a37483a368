#include "app/controllers/answer_text.h"

#include <QCoreApplication>
#include <QLocale>

#include "app/controllers/library_records.h"
#include "model/text/prompt.h"

namespace molloquy::app {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("molloquy::app", text); }

widgets::LinkStyle styleOf(align::AlignmentStatus status) {
  switch (status) {
    case align::AlignmentStatus::Verified:
    case align::AlignmentStatus::User:
      return widgets::LinkStyle::Verified;
    case align::AlignmentStatus::CountMismatch:
    case align::AlignmentStatus::Unlocalised:
      return widgets::LinkStyle::Dashed;
    case align::AlignmentStatus::Refuted:
    case align::AlignmentStatus::Invalid:
      return widgets::LinkStyle::Refuted;
  }
  return widgets::LinkStyle::Dashed;
}

QString tooltipOf(const align::AlignmentRecord& record) {
  const QString phrase = QString::fromStdString(record.phrase);
  QString text;
  switch (styleOf(record.status)) {
    case widgets::LinkStyle::Verified:
      text = record.atoms.size() == 1 ? tr("“%1” refers to %2 atoms here. Click to pin them.")
                                            .arg(phrase)
                                            .arg(record.chosenAtoms().size())
                                      : tr("“%1” refers to %2 places here. Click to pin them.")
                                            .arg(phrase)
                                            .arg(record.atoms.size());
      break;
    case widgets::LinkStyle::Dashed:
      text = tr("“%1” is not tied to single atoms.").arg(phrase);
      break;
    case widgets::LinkStyle::Refuted:
      text = tr("No atoms of this structure match “%1”.").arg(phrase);
      break;
  }
  if (!record.note.empty()) text += QLatin1Char(' ') + QString::fromStdString(record.note);
  return text;
}

}  // namespace

QString shownQuestion(const QString& text, widgets::PromptTemplate promptTemplate) {
  const QString words = text.trimmed();
  if (!words.isEmpty()) return words;
  return promptTemplate == widgets::PromptTemplate::Describe ? tr("Describe this molecule.")
                                                             : words;
}

std::string instructionFor(const QString& text, widgets::PromptTemplate promptTemplate) {
  const QString words = text.trimmed();
  switch (promptTemplate) {
    case widgets::PromptTemplate::Describe:
      return std::string(text::kDescribeInstruction);
    case widgets::PromptTemplate::Property:
      // The wording models of this family were taught for computed properties (3d-molm.md 5.2).
      return QStringLiteral("What is the %1 of this molecule?").arg(words).toStdString();
    case widgets::PromptTemplate::Ask:
      break;
  }
  return words.toStdString();
}

QString seenText(const StructureSnapshot& structure, const session::ModelInfo& model) {
  if (!model.hasMolecule) return tr("read the SMILES and computed facts");
  return tr("saw %1 heavy atoms, conformer %2")
      .arg(structure.molecule->heavyAtomCount())
      .arg(structure.conformerNumber);
}

widgets::Chip structureChip(const StructureSnapshot& structure) {
  widgets::Chip chip;
  chip.label = structure.title;
  chip.detail = structure.edited ? tr("edited, conformer %1").arg(structure.conformerNumber)
                                 : tr("conformer %1").arg(structure.conformerNumber);
  // Where it came from stays with the question, as long as it is what came from there.
  if (const qint64 cid =
          structure.edited || !structure.file ? 0 : cidOf(*structure.file, structure.record);
      cid != 0) {
    chip.detail = tr("CID %1, %2").arg(cid).arg(chip.detail);
  }
  chip.tooltip = tr("%1\n%2 atoms, exactly as shown when the question was sent. Click to show it.")
                     .arg(structure.smiles)
                     .arg(structure.molecule->atoms().size());
  return chip;
}

QString statsText(const session::GenerationEnd& end, const session::ModelInfo& model) {
  const QLocale locale;
  const session::GenerationStats& stats = end.stats;
  QStringList parts;
  if (stats.newTokens > 1)
    parts << tr("%1 tok/s").arg(locale.toString(stats.tokensPerSecond, 'f', 0));
  if (stats.newTokens > 0) {
    parts << tr("first token %1 s").arg(locale.toString(stats.firstTokenSeconds, 'f', 2));
  }
  parts << tr("%1 tokens").arg(stats.newTokens);
  if (stats.cachedPromptTokens > 0) {
    parts
        << tr("%1 of %2 prompt tokens kept").arg(stats.cachedPromptTokens).arg(stats.promptTokens);
  }
  parts << tr("seed %1").arg(stats.seed)
        << QString::fromStdString(model.device + " · " + model.numberType);
  if (end.reason == session::FinishReason::MaxTokens) parts << tr("cut at the length limit");
  return parts.join(QStringLiteral("   "));
}

qsizetype lastSentenceEnd(const QString& text) {
  for (qsizetype i = text.size() - 1; i > 0; --i) {
    if (text[i].isSpace() && QStringLiteral(".?!").contains(text[i - 1])) return i;
  }
  return 0;
}

int utf16Offset(const QString& text, std::size_t codePoint) {
  qsizetype offset = 0;
  for (std::size_t seen = 0; seen < codePoint && offset < text.size(); ++seen) {
    offset += text[offset].isHighSurrogate() && offset + 1 < text.size() ? 2 : 1;
  }
  return static_cast<int>(offset);
}

std::vector<widgets::PhraseLink> phraseLinks(const QString& text,
                                             const std::vector<align::AlignmentRecord>& records) {
  std::vector<widgets::PhraseLink> links;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const align::AlignmentRecord& record = records[i];
    if (record.source == align::AlignmentSource::Perception) continue;
    widgets::PhraseLink link;
    link.begin = utf16Offset(text, record.span.begin);
    link.end = utf16Offset(text, record.span.end);
    link.style = styleOf(record.status);
    link.atoms = record.chosenAtoms();
    link.record = static_cast<int>(i);
    link.tooltip = tooltipOf(record);
    links.push_back(std::move(link));
  }
  return links;
}

}  // namespace molloquy::app
