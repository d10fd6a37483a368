#pragma once

#include <QHash>
#include <QStyledItemDelegate>
#include <memory>

#include "widgets/chat/turn_view_state.h"

namespace molloquy::widgets {

class ChatModel;
class PinModel;

/// Paints turns and answers where their parts stand. Layouts are kept per turn until the turn, its
/// pins, the width or the font changes.
class TurnDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  /// All three outlive the delegate.
  TurnDelegate(const ChatModel& model, const PinModel& pins, const TurnViewState& state,
               QObject* parent);

  /// Width of the rows; rows laid out for another width are laid out again when they are asked for.
  void setWidth(int width);
  /// The turn changed: its layout is brought up to date at the next use.
  void turnChanged(quint64 turn);
  /// Fonts changed, or every pin: all layouts are made anew.
  void forgetLayouts();
  /// Pins changed: layouts are brought up to date where they have to.
  void pinsChanged();

  [[nodiscard]] const TurnLayout& layoutOf(int row) const;

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                               const QModelIndex& index) const override;

 private:
  struct Entry {
    TurnLayout layout;
    int width = -1;
    int row = -1;
    bool stale = true;
  };
  [[nodiscard]] std::vector<std::optional<int>> pinSlots(const Turn& turn) const;
  [[nodiscard]] std::vector<bool> litLinks(const Turn& turn) const;

  const ChatModel& m_model;
  const PinModel& m_pins;
  const TurnViewState& m_state;
  int m_width = 0;
  mutable QHash<quint64, std::shared_ptr<Entry>> m_entries;
};

}  // namespace molloquy::widgets
