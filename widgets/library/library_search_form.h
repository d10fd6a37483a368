#pragma once

#include <QTimer>
#include <QWidget>

#include "widgets/library/library_types.h"

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace molloquy::widgets {

class EditableChips;
class LinkButton;
class RangeRow;

/// The conditions of a search in the library: words of texts and notes, a part of the structure,
/// likeness to the open structure, ranges of properties, tags. Every change is told after a pause.
class LibrarySearchForm : public QWidget {
  Q_OBJECT

 public:
  static constexpr int kRestMs = 300;

  explicit LibrarySearchForm(QWidget* parent = nullptr);

  /// Shows conditions without telling of a change.
  void setConditions(const LibraryConditions& conditions);
  [[nodiscard]] LibraryConditions conditions() const;
  /// Tags and properties that the open library has.
  void setKnownTags(const QStringList& tags);
  void setProperties(const QStringList& properties);
  /// Name of the open structure, empty for none, and how many atoms are selected in it.
  void setOpenStructure(const QString& name, int selectedAtoms);
  /// Why the typed part cannot be read; 1-based column where it is known.
  void setPartError(const QString& sentence);

 Q_SIGNALS:
  void conditionsChanged(const molloquy::widgets::LibraryConditions& conditions);

 private:
  void buildPart(QFormLayout& form);
  void buildLikeness(QFormLayout& form);
  void buildRanges(QFormLayout& form);
  RangeRow* addRange();
  void removeRange(RangeRow* row);
  void changed();
  void updateReasons();

  QLineEdit* m_words;
  QComboBox* m_partFrom;
  QLineEdit* m_part;
  QLabel* m_partSays;
  QComboBox* m_likeness;
  QDoubleSpinBox* m_atLeast;
  QVBoxLayout* m_rangeColumn;
  std::vector<RangeRow*> m_ranges;
  LinkButton* m_addRange;
  EditableChips* m_tags;
  QPushButton* m_clear;
  QStringList m_properties;
  QString m_open;
  int m_selected = 0;
  QTimer m_rest;
  bool m_quiet = false;
};

/// The same in a few words each, for chips: "contains c1ccccc1", "mass ≤ 300", "tag: dye".
QStringList conditionWords(const LibraryConditions& conditions);
/// The conditions without the one that conditionWords() lists at an index.
LibraryConditions withoutCondition(const LibraryConditions& conditions, int index);

}  // namespace molloquy::widgets
