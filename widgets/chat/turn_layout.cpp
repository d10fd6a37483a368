#include "widgets/chat/turn_layout.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "widgets/chat/chip_painting.h"
#include "widgets/theme/fonts.h"

namespace molloquy::widgets {
namespace {

using theme::font;
using theme::lineHeight;
using theme::scaled;
using theme::TextRole;

constexpr double kMargin = 16.0;
constexpr double kColumnLoss = 140.0;  ///< margins, gap and rail together.
constexpr double kRailWidth = 94.0;
constexpr double kRailStep = 19.0;
constexpr double kRailNeeds = 400.0;  ///< narrower, the rail folds into the counts.
constexpr double kTagSide = 13.0;
constexpr double kMeasure = 68.0;  ///< characters a line at most.

double wordsWidth(TextRole role, const QString& text) {
  return QFontMetricsF(font(role)).horizontalAdvance(text);
}

double tagGap() { return scaled(kTagSide) + scaled(4); }

}  // namespace

bool hasRoomForRail(int width) { return width >= scaled(kRailNeeds); }

QString whoDetail(const Turn& turn) {
  QStringList told;
  if (!turn.seen.isEmpty()) told += turn.seen;
  if (turn.used.size() == 1)
    told += QCoreApplication::translate("TurnLayout", "used 1 neighbour");
  else if (!turn.used.empty())
    told += QCoreApplication::translate("TurnLayout", "used %1 neighbours").arg(turn.used.size());
  const QString seen = told.join(QStringLiteral(", "));
  switch (turn.state) {
    case TurnState::Writing:
      return QCoreApplication::translate("TurnLayout", "writing");
    case TurnState::Stopped:
      return seen.isEmpty() ? QCoreApplication::translate("TurnLayout", "stopped")
                            : QCoreApplication::translate("TurnLayout", "stopped, %1").arg(seen);
    case TurnState::Finished:
    case TurnState::Failed:
      break;
  }
  return seen;
}

void TurnLayout::update(const Turn& turn, const TurnFrame& frame) {
  m_links.clear();
  m_claims.clear();
  for (const PhraseLink& link : turn.links) {
    m_links.push_back({link.begin, link.end, link.style != LinkStyle::Refuted});
  }
  for (const RailEntry& entry : turn.rail) m_claims.push_back({entry.begin, entry.end, true});
  double y = layHead(turn, frame);
  y = layWords(turn, frame, y);
  used.clear();
  if (!turn.fromUser) {
    y = std::max(y, layRail(turn, frame));
    y = layBanner(turn, frame, y);
    y = layFoot(turn, frame, y);
    y += scaled(12);
  }
  m_height = static_cast<int>(std::ceil(y));
}

double TurnLayout::layHead(const Turn& turn, const TurnFrame& frame) {
  const double margin = scaled(kMargin);
  const double right = frame.width - margin;
  hasSeparator = turn.fromUser && frame.row > 0;
  double y = scaled(!turn.fromUser && frame.row > 0 ? 22 : 16);
  const double whoHeight = lineHeight(TextRole::Who);
  chips.clear();
  who = QRectF(margin, y, right - margin, whoHeight);
  if (turn.chips.empty()) return y + whoHeight + scaled(turn.fromUser ? 5 : 4);

  const double chipHeight = std::max<double>(scaled(20), lineHeight(TextRole::Secondary) + 4);
  const double firstX = margin + wordsWidth(TextRole::Who, turn.who) + scaled(8);
  double top = y + (whoHeight - chipHeight) / 2.0;
  double x = firstX;
  for (const Chip& chip : turn.chips) {
    double width = chipWidth(chip);
    if (x > margin && x + width > right) {
      x = margin;
      top += chipHeight + scaled(4);
    }
    width = std::min(width, right - x);
    chips.emplace_back(x, top, width, chipHeight);
    x += width + scaled(6);
  }
  return top + chipHeight + scaled(4);
}

double TurnLayout::layWords(const Turn& turn, const TurnFrame& frame, double top) {
  const double margin = scaled(kMargin);
  const TextRole role = turn.fromUser ? TextRole::UserWords : TextRole::AnswerText;
  const double indent = turn.fromUser ? scaled(12) : 0.0;
  double width = frame.width - 2 * margin - indent;
  if (!turn.fromUser && hasRoomForRail(frame.width)) width = frame.width - scaled(kColumnLoss);
  width = std::min(width, kMeasure * QFontMetricsF(font(role)).averageCharWidth());

  std::vector<Paragraphs::Gap> gaps;
  for (std::size_t i = 0; i < turn.links.size(); ++i) {
    if (i < frame.pinSlots.size() && frame.pinSlots[i])
      gaps.push_back({turn.links[i].end, tagGap()});
  }
  words.update(turn.text, {font(role), width, double(lineHeight(role)), true}, gaps);
  text = QRectF(margin + indent, top, width, words.height());
  bar = turn.fromUser ? QRectF(margin, top, 2, words.height()) : QRectF();

  tags.assign(turn.links.size(), QRectF());
  for (std::size_t i = 0; i < turn.links.size(); ++i) {
    if (i >= frame.pinSlots.size() || !frame.pinSlots[i]) continue;
    const auto lines = words.rects(turn.links[i].begin, turn.links[i].end);
    if (lines.empty()) continue;
    const double side = scaled(kTagSide);
    const QRectF last = lines.back().translated(text.topLeft());
    tags[i] = QRectF(std::round(last.right() + scaled(3)),
                     std::round(last.center().y() - side / 2.0), side, side);
  }
  caret = QRectF();
  if (turn.state == TurnState::Writing && !turn.fromUser) {
    const QPointF end = words.endPoint() + text.topLeft();
    const QFontMetricsF metrics(font(role));
    const double wide = scaled(7);
    const double x = std::min(end.x() + (turn.text.isEmpty() ? 0 : 1), text.right() - wide);
    caret = QRectF(x, std::round(end.y() - metrics.capHeight() - scaled(2)), wide,
                   std::round(metrics.capHeight() + scaled(5)));
  }
  return text.bottom();
}

double TurnLayout::layRail(const Turn& turn, const TurnFrame& frame) {
  rail.clear();
  if (!hasRoomForRail(frame.width)) return 0.0;
  const double step = std::max<double>(scaled(kRailStep), lineHeight(TextRole::Secondary) + 3);
  const double line = lineHeight(TextRole::AnswerText);
  const double left = std::min<double>(text.right() + scaled(14),
                                       frame.width - scaled(kMargin) - scaled(kRailWidth));
  double lowest = 0.0;
  for (const RailEntry& entry : turn.rail) {
    const double wanted = text.top() + words.lineTop(entry.begin) + (line - step) / 2.0;
    const double top = rail.empty() ? wanted : std::max(wanted, lowest);
    rail.emplace_back(left, top, scaled(kRailWidth), step);
    lowest = top + step;
  }
  return lowest;
}

double TurnLayout::layBanner(const Turn& turn, const TurnFrame& frame, double top) {
  banner = errorAction = errorText = bannerIcon = QRectF();
  if (turn.state != TurnState::Failed) return top;
  const double margin = scaled(kMargin);
  const double padding = scaled(10);
  const double iconSide = scaled(16);
  const double line = lineHeight(TextRole::Control);
  const double width = frame.width - 2 * margin;
  const double wordsLeft = margin + padding + iconSide + scaled(8);
  const double room = margin + width - padding - wordsLeft;
  errorWords.update(turn.error, {font(TextRole::Control), room, line, false});
  const double y = (turn.text.isEmpty() ? top - text.height() : top + scaled(8));
  errorText = QRectF(wordsLeft, y + padding, room, errorWords.height());
  bannerIcon = QRectF(margin + padding, y + padding + (line - iconSide) / 2.0, iconSide, iconSide);
  double bottom = errorText.bottom();
  if (!turn.errorAction.isEmpty()) {
    const double left = margin + padding;
    const double wide = std::ceil(wordsWidth(TextRole::Button, turn.errorAction)) + scaled(24);
    // Where the words are too long for the column, the button starts at the banner's edge and
    // wraps.
    const double x = wide <= room ? wordsLeft : left;
    const double most = margin + width - padding - x;
    const QRectF box = QFontMetricsF(font(TextRole::Button))
                           .boundingRect(QRectF(0, 0, most - scaled(12), 10000), Qt::TextWordWrap,
                                         turn.errorAction);
    errorAction = QRectF(x, bottom + scaled(8), std::min(wide, most),
                         std::max<double>(scaled(28), box.height() + scaled(10)));
    bottom = errorAction.bottom();
  }
  banner = QRectF(margin, y, width, bottom + padding - y);
  return banner.bottom();
}

double TurnLayout::layUsed(const Turn& turn, const TurnFrame& frame, double top) {
  if (turn.used.empty()) return top;
  const double left = scaled(kMargin);
  const double right = frame.width - left;
  const double height = std::max<double>(scaled(24), lineHeight(TextRole::Secondary) + 4);
  double x = left;
  double y = top + scaled(4);
  for (const Chip& chip : turn.used) {
    const double width = std::min<double>(chipWidth(chip), right - left);
    if (x > left && x + width > right) {
      x = left;
      y += height + scaled(4);
    }
    used.emplace_back(x, y, width, height);
    x += width + scaled(6);
  }
  return y + height + scaled(3);
}

double TurnLayout::layFoot(const Turn& turn, const TurnFrame& frame, double top) {
  copyButton = regenerateButton = counts = stats = QRectF();
  const bool ended = turn.state == TurnState::Finished || turn.state == TurnState::Stopped;
  if (!ended && !(turn.state == TurnState::Failed && !turn.text.isEmpty())) return top;
  const double margin = scaled(kMargin);
  const double side = scaled(26);
  const double y = top + scaled(7);
  copyButton = QRectF(margin - scaled(5), y, side, side);
  regenerateButton = copyButton.translated(side + scaled(2), 0.0);
  counts = QRectF(regenerateButton.right() + scaled(8), y,
                  frame.width - margin - regenerateButton.right() - scaled(8), side);
  double bottom = layUsed(turn, frame, copyButton.bottom());
  if (!turn.stats.isEmpty()) {
    const double width = frame.width - 2 * margin;
    statsWords.update(turn.stats,
                      {font(TextRole::Stats), width, double(lineHeight(TextRole::Stats)), false});
    stats = QRectF(margin, bottom + scaled(3), width, statsWords.height());
    bottom = stats.bottom();
  }
  return bottom;
}

std::vector<QRectF> TurnLayout::claimRects(int begin, int end) const {
  std::vector<QRectF> all = words.rects(begin, end);
  for (QRectF& rect : all) rect.translate(text.topLeft());
  return all;
}

std::vector<QRectF> TurnLayout::rectsOf(TurnPart part) const {
  const auto index = static_cast<std::size_t>(part.index);
  switch (part.kind) {
    case TurnPart::Kind::Link: {
      if (index >= m_links.size()) return {};
      auto all = claimRects(m_links[index].begin, m_links[index].end);
      if (index < tags.size() && !tags[index].isNull()) all.push_back(tags[index]);
      return all;
    }
    case TurnPart::Kind::Rail: {
      if (index >= m_claims.size()) return {};
      auto all = claimRects(m_claims[index].begin, m_claims[index].end);
      if (index < rail.size()) all.push_back(rail[index]);
      return all;
    }
    case TurnPart::Kind::Chip:
      return index < chips.size() ? std::vector{chips[index]} : std::vector<QRectF>{};
    case TurnPart::Kind::Used:
      return index < used.size() ? std::vector{used[index]} : std::vector<QRectF>{};
    case TurnPart::Kind::Copy:
      return {copyButton};
    case TurnPart::Kind::Regenerate:
      return {regenerateButton};
    case TurnPart::Kind::ErrorAction:
      return {errorAction};
    case TurnPart::Kind::Text:
      return {text};
    case TurnPart::Kind::None:
      break;
  }
  return {};
}

TurnPart TurnLayout::partAt(const QPointF& point) const {
  using Kind = TurnPart::Kind;
  for (const Kind kind : {Kind::Copy, Kind::Regenerate, Kind::ErrorAction}) {
    const auto rects = rectsOf({kind, -1});
    if (rects.front().contains(point)) return {kind, -1};
  }
  const auto hit = [this, &point](Kind kind, std::size_t count) {
    TurnPart best;
    int shortest = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (kind == Kind::Link && !m_links[i].active) continue;
      const TurnPart part{kind, static_cast<int>(i)};
      const auto rects = rectsOf(part);
      const bool inside = std::any_of(rects.begin(), rects.end(),
                                      [&point](const QRectF& r) { return r.contains(point); });
      if (!inside) continue;
      const int length = kind == Kind::Link ? m_links[i].end - m_links[i].begin : 0;
      if (best.kind == Kind::None || length < shortest) {
        best = part;
        shortest = length;
      }
    }
    return best;
  };
  if (const TurnPart chip = hit(Kind::Chip, chips.size()); chip.kind != Kind::None) return chip;
  if (const TurnPart chip = hit(Kind::Used, used.size()); chip.kind != Kind::None) return chip;
  if (const TurnPart link = hit(Kind::Link, m_links.size()); link.kind != Kind::None) return link;
  if (const TurnPart claim = hit(Kind::Rail, m_claims.size()); claim.kind != Kind::None)
    return claim;
  if (text.contains(point) && words.isOnText(point - text.topLeft())) return {Kind::Text, -1};
  return {};
}

int TurnLayout::textPositionAt(const QPointF& point) const {
  if (point.y() < text.top()) return 0;
  if (point.y() >= text.bottom()) return words.size();
  return words.positionAt(point - text.topLeft());
}

std::vector<TurnPart> TurnLayout::keyboardStops() const {
  std::vector<TurnPart> stops;
  for (std::size_t i = 0; i < chips.size(); ++i) {
    stops.push_back({TurnPart::Kind::Chip, static_cast<int>(i)});
  }
  for (std::size_t i = 0; i < m_links.size(); ++i) {
    if (m_links[i].active) stops.push_back({TurnPart::Kind::Link, static_cast<int>(i)});
  }
  if (!errorAction.isNull()) stops.push_back({TurnPart::Kind::ErrorAction, -1});
  if (!copyButton.isNull()) stops.push_back({TurnPart::Kind::Copy, -1});
  if (!regenerateButton.isNull()) stops.push_back({TurnPart::Kind::Regenerate, -1});
  for (std::size_t i = 0; i < used.size(); ++i)
    stops.push_back({TurnPart::Kind::Used, static_cast<int>(i)});
  return stops;
}

}  // namespace molloquy::widgets
