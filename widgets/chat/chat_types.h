#pragma once

#include <QMetaType>
#include <QString>
#include <vector>

#include "model/base/strong_index.h"

/// Values of the conversation panel. Positions in texts count UTF-16 units, as QString does.
namespace molloquy::widgets {

enum class TurnState { Writing, Finished, Stopped, Failed };

/// How a phrase is underlined. Verified: solid, its atoms are known. Dashed: it could not be
/// located, or the count does not fit. Refuted: struck through.
enum class LinkStyle { Verified, Dashed, Refuted };

/// A phrase of an answer that stands for atoms.
struct PhraseLink {
  int begin = 0;
  int end = 0;
  LinkStyle style = LinkStyle::Verified;
  std::vector<AtomIndex> atoms;
  int record = 0;  ///< which alignment record of the turn; what a pin remembers.
  QString tooltip;
  friend bool operator==(const PhraseLink&, const PhraseLink&) = default;
};

enum class Verdict { Agrees, Differs, NotChecked };

/// A claim of an answer and the value the program computes for it, shown in the fact rail.
struct RailEntry {
  int begin = 0;
  int end = 0;
  Verdict verdict = Verdict::NotChecked;
  QString text;
  QString tooltip;
  friend bool operator==(const RailEntry&, const RailEntry&) = default;
};

/// Something attached to a question: the structure, a selection, a neighbour as an example.
struct Chip {
  QString label;   ///< "aspirin"
  QString detail;  ///< "conformer 1"
  QString tooltip;
  QString key = {};  ///< of a neighbour; empty for what belongs to the open structure.
  friend bool operator==(const Chip&, const Chip&) = default;
};

/// One question or one answer.
struct Turn {
  quint64 id = 0;
  bool fromUser = false;
  QString who;   ///< "You", or the model's name.
  QString seen;  ///< what the model saw: "saw 13 heavy atoms, conformer 1".
  QString text;
  TurnState state = TurnState::Finished;
  QString error;        ///< of a failed turn: one sentence, what and why.
  QString errorAction;  ///< words of its one button; empty for none.
  std::vector<PhraseLink> links;
  std::vector<RailEntry> rail;
  std::vector<Chip> chips;
  std::vector<Chip> used;  ///< neighbours the answer was written with, shown below it.
  QString stats;           ///< "41 tok/s, first token 0.21 s, ..."
};

/// Which prompt the model is given around the person's words.
enum class PromptTemplate { Ask, Describe, Property };

/// Whether a question can be asked, and if not, what is missing.
enum class PromptState { Ready, NoModel, NoStructure, Loading };

/// One line of the tour: it ticks itself when it is done.
struct WelcomeStep {
  QString title;
  QString detail;
  bool done = false;
};

/// What stands in place of the conversation at the first start; hidden when there are no steps.
struct WelcomeState {
  QString title;   ///< "Your model is ready"
  QString detail;  ///< one sentence below it.
  std::vector<WelcomeStep> steps;
  QString primaryLabel;  ///< the one button, e.g. "Start with aspirin"; empty for none.
};

}  // namespace molloquy::widgets

Q_DECLARE_METATYPE(molloquy::widgets::Turn)
