#pragma once

#include <QAbstractListModel>
#include <deque>
#include <optional>
#include <vector>

#include "widgets/chat/chat_types.h"

namespace molloquy::widgets {

/// The turns of one conversation, oldest first. Every change names its turn by the id that
/// addUserTurn or beginAnswer returned; a change of an unknown turn is ignored. GUI thread only.
class ChatModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role {
    IdRole = Qt::UserRole,  ///< quint64
    StateRole               ///< int, TurnState
  };

  explicit ChatModel(QObject* parent = nullptr);

  /// Adds a question; returns its turn id.
  quint64 addUserTurn(const QString& text, std::vector<Chip> chips);
  /// Adds an empty answer in state Writing; returns its turn id.
  quint64 beginAnswer(const QString& who, const QString& seen);
  /// Adds to the end of an answer that is being written. Costs the length of `text`.
  void appendText(quint64 id, const QString& text);
  void setLinks(quint64 id, std::vector<PhraseLink> links);
  void setRail(quint64 id, std::vector<RailEntry> rail);
  /// The neighbours that were put before the model together with the question.
  void setUsed(quint64 id, std::vector<Chip> neighbours);
  /// Ends an answer: Finished or Stopped.
  void finish(quint64 id, TurnState state, const QString& stats);
  /// Ends an answer with a sentence that says what went wrong, and the words of one button (or
  /// none).
  void fail(quint64 id, const QString& sentence, const QString& action);
  void clear();

  [[nodiscard]] std::optional<Turn> turn(quint64 id) const;
  /// The turn in a row. Precondition: 0 <= row < rowCount().
  [[nodiscard]] const Turn& turnAt(int row) const;
  [[nodiscard]] std::optional<int> rowOf(quint64 id) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 Q_SIGNALS:
  /// Text was added at the end of a turn (dataChanged is emitted as well).
  void textAppended(quint64 id);
  /// A turn reached Finished, Stopped or Failed.
  void turnEnded(quint64 id);

 private:
  Turn* find(quint64 id);
  void changed(quint64 id);

  std::deque<Turn> m_turns;
  quint64 m_nextId = 1;
};

}  // namespace molloquy::widgets
