#pragma once

#include <QObject>
#include <optional>

#include "app/controllers/chat_controller.h"
#include "app/document/molecule_document.h"
#include "widgets/inspector/link_panel.h"
#include "widgets/selection/atom_selection_model.h"
#include "widgets/selection/pin_model.h"

namespace molloquy::app {

/// One link, four places: a phrase of an answer, its atoms in 3D, its atoms in 2D, its row in the
/// Link tab. Turns a click on any of them into pins and selection, which all four observe.
class LinkController : public QObject {
  Q_OBJECT

 public:
  LinkController(MoleculeDocument& document, ChatController& chat,
                 widgets::AtomSelectionModel& selection, widgets::PinModel& pins,
                 QObject* parent = nullptr);

  /// The phrase whose details the Link tab shows.
  struct Focus {
    quint64 turn = 0;
    int record = 0;
  };
  [[nodiscard]] const std::optional<Focus>& focus() const { return m_focus; }
  [[nodiscard]] const align::AlignmentRecord* focusedRecord() const;
  /// Other phrases of the same answer that name some of the focused phrase's atoms.
  [[nodiscard]] std::vector<widgets::AlsoSaid> alsoSaid() const;

 public Q_SLOTS:
  /// Click: pin with the next free letter; again: unpin. With Shift the atoms join the selection.
  void activatePhrase(quint64 turn, int record, Qt::KeyboardModifiers modifiers);
  void hoverPhrase(quint64 turn, int record);  ///< record -1: none.
  /// Uses match n (0-based) of the focused phrase, or all with -1.
  void chooseMatch(int match);

 Q_SIGNALS:
  void focusChanged();
  /// Atoms that a hovered phrase refers to; empty when none.
  void hoveredAtomsChanged(const std::vector<AtomIndex>& atoms);
  /// The camera should ease to these atoms.
  void atomsPinned(const std::vector<AtomIndex>& atoms);

 private:
  [[nodiscard]] const align::AlignmentRecord* record(quint64 turn, int index) const;
  /// Brings the structure back that the answer was about, if another one is on the bench.
  void showStructureOf(quint64 turn);
  void setFocus(std::optional<Focus> focus);

  MoleculeDocument& m_document;
  ChatController& m_chat;
  widgets::AtomSelectionModel& m_selection;
  widgets::PinModel& m_pins;
  std::optional<Focus> m_focus;
};

}  // namespace molloquy::app
