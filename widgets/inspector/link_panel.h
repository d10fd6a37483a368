#pragma once

#include <optional>
#include <vector>

#include <QString>
#include <QStringList>
#include <QWidget>

#include "model/align/alignment_record.h"

class QBoxLayout;
class QGridLayout;
class QLabel;
class QScrollArea;

namespace molloquy::widgets {

class Stepper;

/// Another phrase of the answers that names some of the same atoms.
struct AlsoSaid {
  QString phrase;
  int sharedAtoms = 0;
  quint64 turn = 0;
  int record = 0;
};

/// Everything the Link tab shows about the phrase that has focus.
struct LinkDetails {
  std::optional<int> slot;  ///< its pin (0..7); nullopt while it is not pinned.
  QString phrase;
  align::AlignmentStatus status = align::AlignmentStatus::Unlocalised;
  QString pattern;        ///< SMARTS; empty when nothing was searched for.
  QStringList atomNames;  ///< of the match in force: "C11", "O12".
  QString foundBy;        ///< "Pattern search in lexicon fg-1, not the model".
  QString note;           ///< sentence of the verifier, or empty.
  std::vector<AlsoSaid> alsoSaid;
  int matchCount = 0;
  int chosenMatch = -1;  ///< -1 = all matches together.
};

/// The Link tab: which atoms a phrase stands for, and how that is known.
class LinkPanel : public QWidget {
  Q_OBJECT
 public:
  explicit LinkPanel(QWidget* parent = nullptr);

  void setLink(const LinkDetails& details);
  [[nodiscard]] const LinkDetails& link() const { return m_details; }

 Q_SIGNALS:
  /// Another match is wanted: 0-based, -1 for all together.
  void matchChosen(int match);
  /// A phrase of "Also said" was clicked.
  void phraseActivated(quint64 turn, int record);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  class Heading;

  void addRow(const QString& label, const QString& value, bool mono);
  void addAlsoSaid();
  void clearRows();
  void stepMatch(int position);
  void refresh();
  void arrangeHead();

  LinkDetails m_details;
  QBoxLayout* m_head;
  Heading* m_heading;
  Stepper* m_stepper;
  QScrollArea* m_scroll;
  QGridLayout* m_rows;
};

/// Words of a status, as the verdict mark's accessible name and the heading say them.
QString statusWords(align::AlignmentStatus status);

}  // namespace molloquy::widgets
