#include "widgets/chat/turn_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPalette>
#include <algorithm>
#include <cmath>

#include "widgets/chat/chip_painting.h"
#include "widgets/chat/formula_spans.h"
#include "widgets/frame/marks.h"
#include "widgets/theme/colour_math.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::font;
using theme::scaled;
using theme::TextRole;
using theme::Tokens;
namespace painting = theme::painting;

constexpr double kPinTint = 0.14;
constexpr double kSelectionTint = 0.22;

Mark markOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::Agrees:
      return Mark::Agrees;
    case Verdict::Differs:
      return Mark::Differs;
    case Verdict::NotChecked:
      break;
  }
  return Mark::Unchecked;
}

/// One turn being painted.
class Painting {
 public:
  Painting(QPainter& painter, const Turn& turn, const TurnLayout& layout, const TurnLook& look,
           const QPalette& palette)
      : m_painter(painter),
        m_turn(turn),
        m_layout(layout),
        m_look(look),
        m_palette(palette),
        m_tokens(theme::tokensFor(palette)) {}

  void all() {
    if (m_layout.hasSeparator) m_painter.fillRect(QRectF(0, 0, m_look.width, 1), m_tokens.line);
    head();
    backgrounds();
    words();
    lines();
    tags();
    rail();
    banner();
    foot();
    focus();
  }

 private:
  bool isHovered(TurnPart::Kind kind, int index = -1) const {
    return m_look.hovered == TurnPart{kind, index};
  }
  std::optional<int> slot(std::size_t link) const {
    return link < m_look.pinSlots.size() ? m_look.pinSlots[link] : std::nullopt;
  }
  bool isBright(std::size_t link) const {
    return isHovered(TurnPart::Kind::Link, static_cast<int>(link)) ||
           (link < m_look.lit.size() && m_look.lit[link]);
  }
  std::vector<QRectF> lineRects(int begin, int end) const {
    auto all = m_layout.words.rects(begin, end);
    for (QRectF& rect : all) rect.translate(m_layout.text.topLeft());
    return all;
  }

  void head() {
    const QRectF& who = m_layout.who;
    m_painter.setFont(font(TextRole::Who));
    m_painter.setPen(m_tokens.text3);
    const QFontMetricsF metrics(m_painter.font());
    const QString name = metrics.elidedText(m_turn.who, Qt::ElideRight, who.width());
    m_painter.drawText(who, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, name);
    if (const QString detail = whoDetail(m_turn); !detail.isEmpty() && m_layout.chips.empty()) {
      const double used = metrics.horizontalAdvance(name) + scaled(7);
      QFont light = font(TextRole::Who);
      light.setWeight(QFont::Normal);
      m_painter.setFont(light);
      if (m_turn.state == TurnState::Writing) m_painter.setPen(m_tokens.accent);
      const QRectF room = who.adjusted(used, 0, 0, 0);
      const QString shown = QFontMetricsF(light).elidedText(detail, Qt::ElideRight, room.width());
      m_painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
    }
    for (std::size_t i = 0; i < m_layout.chips.size() && i < m_turn.chips.size(); ++i) {
      paintChip(m_painter, m_layout.chips[i], m_turn.chips[i],
                isHovered(TurnPart::Kind::Chip, static_cast<int>(i)), m_palette);
    }
    if (!m_layout.bar.isNull()) m_painter.fillRect(m_layout.bar, m_tokens.lineStrong);
  }

  void backgrounds() {
    for (std::size_t i = 0; i < m_turn.links.size(); ++i) {
      const PhraseLink& link = m_turn.links[i];
      QColor fill;
      if (const auto pin = slot(i)) {
        fill = theme::mixed(m_tokens.surface, theme::pinColour(m_tokens, *pin),
                            isBright(i) ? 2 * kPinTint : kPinTint);
      } else if (isBright(i)) {
        fill = m_tokens.selected;
      }
      if (fill.isValid()) tint(link.begin, link.end, fill);
    }
    if (m_look.hovered.kind == TurnPart::Kind::Rail) {
      const auto index = static_cast<std::size_t>(m_look.hovered.index);
      if (index < m_turn.rail.size()) {
        tint(m_turn.rail[index].begin, m_turn.rail[index].end, m_tokens.hover);
      }
    }
  }

  void tint(int begin, int end, const QColor& fill) {
    for (const QRectF& rect : lineRects(begin, end)) {
      painting::box(m_painter, rect.adjusted(-1.5, 0, 1.5, 1), painting::kRadiusTag, fill, {});
    }
  }

  void words() {
    const QColor selection = theme::mixed(m_tokens.surface, m_tokens.accent, kSelectionTint);
    m_painter.setFont(font(m_turn.fromUser ? TextRole::UserWords : TextRole::AnswerText));
    m_layout.words.draw(m_painter, m_layout.text.topLeft(), m_tokens.text, m_look.selectionBegin,
                        m_look.selectionEnd, selection);
    if (!m_layout.caret.isNull() && m_look.caretVisible) {
      m_painter.fillRect(m_layout.caret, m_tokens.accent);
    }
  }

  void lines() {
    for (const RailEntry& claim : m_turn.rail) {
      const bool covered = std::any_of(
          m_turn.links.begin(), m_turn.links.end(),
          [&](const auto& link) { return link.begin < claim.end && claim.begin < link.end; });
      if (!covered) underline(claim.begin, claim.end, QPen(m_tokens.lineStrong, 1.0, Qt::DotLine));
    }
    for (std::size_t i = 0; i < m_turn.links.size(); ++i) {
      const PhraseLink& link = m_turn.links[i];
      if (const auto pin = slot(i)) {
        underline(link.begin, link.end, QPen(theme::pinColour(m_tokens, *pin), 2.0));
      } else if (link.style == LinkStyle::Verified) {
        underline(link.begin, link.end, QPen(m_tokens.accent, isBright(i) ? 2.0 : 1.5));
      } else if (link.style == LinkStyle::Dashed) {
        QPen pen(m_tokens.text3, 1.25);
        pen.setDashPattern({3.0, 2.0});
        underline(link.begin, link.end, pen);
      } else {
        strike(link.begin, link.end);
      }
    }
  }

  void underline(int begin, int end, QPen pen) {
    pen.setCapStyle(Qt::FlatCap);
    const QFontMetricsF metrics(font(TextRole::AnswerText));
    m_painter.setPen(pen);
    for (const QRectF& rect : lineRects(begin, end)) {
      const double base = rect.bottom() - metrics.descent();
      const double y = std::round(base + std::max(metrics.descent(), 3.0 * theme::textScale())) +
                       pen.widthF() / 2;
      m_painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y));
    }
  }

  void strike(int begin, int end) {
    const QFontMetricsF metrics(font(TextRole::AnswerText));
    m_painter.setPen(QPen(m_tokens.text3, 1.5));
    for (const QRectF& rect : lineRects(begin, end)) {
      const double y = std::round(rect.bottom() - metrics.descent() - metrics.xHeight() / 2.0);
      m_painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y));
    }
  }

  void tags() {
    for (std::size_t i = 0; i < m_layout.tags.size(); ++i) {
      const auto pin = slot(i);
      if (!pin || m_layout.tags[i].isNull()) continue;
      painting::box(m_painter, m_layout.tags[i], painting::kRadiusTag,
                    theme::pinColour(m_tokens, *pin), {});
      m_painter.setFont(font(TextRole::TagLetter));
      m_painter.setPen(m_tokens.surface);
      m_painter.drawText(m_layout.tags[i], Qt::AlignCenter, theme::pinLetter(*pin));
    }
  }

  void rail() {
    const double side = scaled(16);
    for (std::size_t i = 0; i < m_layout.rail.size() && i < m_turn.rail.size(); ++i) {
      const QRectF& place = m_layout.rail[i];
      if (isHovered(TurnPart::Kind::Rail, static_cast<int>(i))) {
        painting::box(m_painter, place.adjusted(-3, 0, 3, 0), painting::kRadiusMark, m_tokens.hover,
                      {});
      }
      paintMark(m_painter, QRectF(place.left(), place.top(), side, place.height()),
                markOf(m_turn.rail[i].verdict), m_palette);
      m_painter.setFont(font(TextRole::Secondary));
      m_painter.setPen(m_tokens.text2);
      const QRectF room = place.adjusted(side + scaled(6), 0, 0, 0);
      const QString shown = m_painter.fontMetrics().elidedText(
          withSubscripts(m_turn.rail[i].text), Qt::ElideRight, static_cast<int>(room.width()));
      m_painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shown);
    }
  }

  void banner() {
    if (m_layout.banner.isNull()) return;
    painting::box(m_painter, m_layout.banner, painting::kRadiusCard, m_tokens.differTint, {});
    theme::paintIcon(m_painter, m_layout.bannerIcon, QStringLiteral("warning"), m_tokens.differ);
    m_painter.setFont(font(TextRole::Control));
    m_layout.errorWords.draw(m_painter, m_layout.errorText.topLeft(), m_tokens.text);
    if (m_layout.errorAction.isNull()) return;
    const bool hovered = isHovered(TurnPart::Kind::ErrorAction);
    painting::box(m_painter, m_layout.errorAction, painting::kRadiusControl,
                  hovered ? m_tokens.hover : m_tokens.surface, m_tokens.lineStrong);
    m_painter.setFont(font(TextRole::Button));
    m_painter.setPen(m_tokens.text);
    const QRectF inner = m_layout.errorAction.adjusted(scaled(6), 0, -scaled(6), 0);
    m_painter.drawText(inner, Qt::AlignCenter | Qt::TextWordWrap, m_turn.errorAction);
  }

  void footButton(const QRectF& place, const QString& name, TurnPart::Kind kind) {
    if (place.isNull()) return;
    const bool hovered = isHovered(kind);
    const bool pressed = hovered && m_look.pressed.kind == kind;
    if (hovered) {
      painting::box(m_painter, place, painting::kRadiusControl,
                    pressed ? m_tokens.selected : m_tokens.hover, {});
    }
    const double inset = (place.width() - scaled(16)) / 2.0;
    theme::paintIcon(m_painter, place.adjusted(inset, inset, -inset, -inset), name,
                     hovered ? m_tokens.text : m_tokens.text2);
  }

  void foot() {
    footButton(m_layout.copyButton,
               m_look.copied ? QStringLiteral("check") : QStringLiteral("copy"),
               TurnPart::Kind::Copy);
    footButton(m_layout.regenerateButton, QStringLiteral("regenerate"), TurnPart::Kind::Regenerate);
    counts();
    for (std::size_t i = 0; i < m_layout.used.size() && i < m_turn.used.size(); ++i) {
      paintChip(m_painter, m_layout.used[i], m_turn.used[i],
                isHovered(TurnPart::Kind::Used, static_cast<int>(i)), m_palette);
    }
    if (m_layout.stats.isNull()) return;
    m_painter.setFont(font(TextRole::Stats));
    m_layout.statsWords.draw(m_painter, m_layout.stats.topLeft(), m_tokens.text3);
  }

  void counts() {
    if (m_layout.counts.isNull() || m_turn.rail.empty()) return;
    m_painter.setFont(font(TextRole::Secondary));
    m_painter.setPen(m_tokens.text2);
    const QFontMetricsF metrics(m_painter.font());
    double right = m_layout.counts.right();
    for (const Verdict verdict : {Verdict::NotChecked, Verdict::Differs, Verdict::Agrees}) {
      const auto count =
          std::count_if(m_turn.rail.begin(), m_turn.rail.end(),
                        [verdict](const RailEntry& e) { return e.verdict == verdict; });
      if (count == 0) continue;
      const QString number = QString::number(count);
      const double wide = std::ceil(metrics.horizontalAdvance(number));
      m_painter.drawText(
          QRectF(right - wide, m_layout.counts.top(), wide, m_layout.counts.height()),
          Qt::AlignVCenter | Qt::AlignRight, number);
      right -= wide + scaled(6) + scaled(16);
      paintMark(m_painter,
                QRectF(right, m_layout.counts.top(), scaled(16), m_layout.counts.height()),
                markOf(verdict), m_palette);
      right -= scaled(9);
    }
  }

  void focus() {
    if (m_look.focused.kind == TurnPart::Kind::None) return;
    for (const QRectF& rect : m_layout.rectsOf(m_look.focused)) {
      painting::focusRing(m_painter, rect.adjusted(-2, -1, 2, 2), painting::kRadiusMark,
                          m_tokens.accent);
    }
  }

  QPainter& m_painter;
  const Turn& m_turn;
  const TurnLayout& m_layout;
  const TurnLook& m_look;
  const QPalette& m_palette;
  const Tokens& m_tokens;
};

}  // namespace

void paintTurn(QPainter& painter, const Turn& turn, const TurnLayout& layout, const TurnLook& look,
               const QPalette& palette) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  Painting(painter, turn, layout, look, palette).all();
  painter.restore();
}

}  // namespace molloquy::widgets
