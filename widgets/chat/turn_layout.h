#pragma once

#include <QRectF>
#include <QString>
#include <optional>
#include <vector>

#include "widgets/chat/chat_types.h"
#include "widgets/chat/paragraphs.h"

namespace molloquy::widgets {

/// A part of a turn that answers to the pointer or the keyboard.
struct TurnPart {
  enum class Kind { None, Text, Link, Rail, Chip, Used, Copy, Regenerate, ErrorAction };
  Kind kind = Kind::None;
  int index = -1;  ///< of the link, rail entry, chip or used neighbour.
  friend bool operator==(const TurnPart&, const TurnPart&) = default;
};

/// What the place of a turn is decided by, besides the turn itself.
struct TurnFrame {
  int row = 0;
  int width = 0;                             ///< of the list, logical pixels.
  std::vector<std::optional<int>> pinSlots;  ///< one a link.
};

/// Where everything of one turn stands. Origin is the row's top left corner.
class TurnLayout {
 public:
  /// Lays the turn out; keeps the lines of paragraphs that did not change.
  void update(const Turn& turn, const TurnFrame& frame);

  [[nodiscard]] int height() const { return m_height; }
  [[nodiscard]] TurnPart partAt(const QPointF& point) const;
  /// Nearest position in the turn's text.
  [[nodiscard]] int textPositionAt(const QPointF& point) const;
  /// Where a part stands, one rectangle a line; empty when it is not there.
  [[nodiscard]] std::vector<QRectF> rectsOf(TurnPart part) const;
  /// Links, then buttons: the stops of the keyboard, in reading order.
  [[nodiscard]] std::vector<TurnPart> keyboardStops() const;

  Paragraphs words;
  Paragraphs errorWords;
  Paragraphs statsWords;
  QRectF who;
  QRectF text;    ///< column of the words.
  QRectF bar;     ///< at the left of a question.
  QRectF banner;  ///< of a failed answer.
  QRectF bannerIcon;
  QRectF errorText;
  QRectF errorAction;
  QRectF copyButton;
  QRectF regenerateButton;
  QRectF counts;  ///< right part of the foot row.
  QRectF stats;
  QRectF caret;  ///< of an answer that is being written.
  std::vector<QRectF> chips;
  std::vector<QRectF> used;  ///< chips of the neighbours below an answer.
  std::vector<QRectF> rail;  ///< empty when it is folded into the counts.
  std::vector<QRectF> tags;  ///< letter of a pin, one a link; null when not pinned.
  bool hasSeparator = false;

 private:
  double layHead(const Turn& turn, const TurnFrame& frame);
  double layWords(const Turn& turn, const TurnFrame& frame, double top);
  double layRail(const Turn& turn, const TurnFrame& frame);
  double layBanner(const Turn& turn, const TurnFrame& frame, double top);
  double layUsed(const Turn& turn, const TurnFrame& frame, double top);
  double layFoot(const Turn& turn, const TurnFrame& frame, double top);
  [[nodiscard]] std::vector<QRectF> claimRects(int begin, int end) const;

  struct Range {
    int begin;
    int end;
    bool active;
  };
  std::vector<Range> m_links;
  std::vector<Range> m_claims;
  int m_height = 0;
};

/// Words of the who line after the name: "writing", "stopped", or what the model saw and how many
/// neighbours it used.
QString whoDetail(const Turn& turn);

/// True where the list is wide enough for the fact rail.
bool hasRoomForRail(int width);

}  // namespace molloquy::widgets
