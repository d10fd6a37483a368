#pragma once

#include <QWidget>
#include <optional>

#include "widgets/library/library_types.h"

class QFormLayout;
class QLineEdit;
class QPlainTextEdit;
class QScrollArea;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class EditableChips;
class KeptTextList;

/// All that a library keeps of one molecule, and what the person may change of it: title, names,
/// tags, notes and texts. Every change is told when its field is left.
class RecordDetails : public QWidget {
  Q_OBJECT

 public:
  explicit RecordDetails(QWidget* parent = nullptr);

  /// nullopt shows that nothing is chosen.
  void setMolecule(const std::optional<KeptMolecule>& molecule);
  void setKnownTags(const QStringList& tags);
  [[nodiscard]] QString key() const { return m_molecule ? m_molecule->key : QString(); }

  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void changeRequested(const molloquy::widgets::MoleculeEdit& edit);
  void linkActivated(const QUrl& url);

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void buildFields(QFormLayout& form);
  void connectFields();
  void fill();
  /// An edit of the molecule that is shown.
  [[nodiscard]] MoleculeEdit edit() const;
  void tellTitle();
  void tellNotes();
  void addName();

  std::optional<KeptMolecule> m_molecule;
  QScrollArea* m_scroll;
  theme::ThemedLabel* m_empty;
  QLineEdit* m_title;
  theme::ThemedLabel* m_facts;
  theme::ThemedLabel* m_names;
  QLineEdit* m_addName;
  EditableChips* m_tags;
  QPlainTextEdit* m_notes;
  KeptTextList* m_texts;
  theme::ThemedLabel* m_values;
  theme::ThemedLabel* m_sources;
};

}  // namespace molloquy::widgets
