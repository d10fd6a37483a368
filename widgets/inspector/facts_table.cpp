#include "widgets/inspector/facts_table.h"

#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

#include "widgets/depiction/formula_text.h"
#include "widgets/inspector/number_text.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::TextRole;

constexpr int kMaximumColumns = 3;
constexpr int kWidestColumn = 380;
constexpr int kLeastUnit = 46;

int padding() { return theme::scaled(14); }
int gutter() { return theme::scaled(28); }
int gap() { return theme::scaled(7); }

QFont valueFont() {
  QFont font = theme::font(TextRole::Control);
  font.setWeight(QFont::Medium);
  return font;
}

QString text(const std::string& value) { return QString::fromStdString(value); }

bool isFormula(const facts::Fact& fact) { return fact.id == "formula"; }

double shownWidth(const facts::Fact& fact) {
  if (isFormula(fact)) return formulaWidth(text(fact.value), valueFont());
  return tabularWidth(shownNumber(text(fact.value)), QFontMetricsF(valueFont()));
}

/// Widths that the short facts need, all together.
struct Needs {
  int label = 0, value = 0, unit = 0;

  explicit Needs(const std::vector<facts::Fact>& facts) {
    const QFontMetrics labels(theme::font(TextRole::Control));
    const QFontMetrics units(theme::font(TextRole::Secondary));
    for (const facts::Fact& fact : facts) {
      if (isIdentifier(fact)) continue;
      label = std::max(label, labels.horizontalAdvance(text(fact.label)));
      // A giant formula is elided; it does not push the others apart.
      value = std::max(value, std::min(qRound(shownWidth(fact)), theme::scaled(110)));
      unit = std::max(unit, units.horizontalAdvance(unitText(fact)));
    }
  }
  /// Without units, and with the least room that they must have.
  [[nodiscard]] int core() const { return label + gap() * 2 + value + gap(); }
  [[nodiscard]] int least() const { return core() + std::min(unit, theme::scaled(kLeastUnit)); }
};

/// What fits beside the value: unit and qualifier, else the unit alone. The definition tells the
/// rest.
QString shownUnit(const facts::Fact& fact, int width) {
  const QFontMetrics metrics(theme::font(TextRole::Secondary));
  const QString full = unitText(fact);
  if (metrics.horizontalAdvance(full) <= width) return full;
  const QString unit = fact.unit.empty() ? full : text(fact.unit);
  return metrics.elidedText(unit, Qt::ElideRight, width);
}

double baselineIn(const QRectF& rect, const QFontMetricsF& metrics) {
  return rect.center().y() + (metrics.ascent() - metrics.descent()) / 2.0;
}

}  // namespace

bool isIdentifier(const facts::Fact& fact) {
  return fact.id == "canonical_smiles" || fact.id == "inchi" || fact.id == "inchikey";
}

QString unitText(const facts::Fact& fact) {
  if (fact.qualifier.empty()) return text(fact.unit);
  return fact.unit.empty() ? text(fact.qualifier)
                           : text(fact.unit) + QStringLiteral(", ") + text(fact.qualifier);
}

int FactsTable::rowHeight() { return theme::scaled(26); }

void FactsTable::layOut(const std::vector<facts::Fact>& facts, int width) {
  const Needs needs(facts);
  const int available = std::max(1, width - 2 * padding());
  const int count = std::clamp((available + gutter()) / std::max(1, needs.least() + gutter()), 1,
                               kMaximumColumns);
  const int columnWidth = std::min((available - (count - 1) * gutter()) / count,
                                   std::max(theme::scaled(kWidestColumn), needs.least()));
  const int unitWidth = std::min(needs.unit, std::max(0, columnWidth - needs.core()));
  const auto shortCount = static_cast<int>(std::count_if(
      facts.begin(), facts.end(), [](const facts::Fact& fact) { return !isIdentifier(fact); }));
  const int perColumn = (shortCount + count - 1) / std::max(1, count);

  m_rows.clear();
  m_columns.clear();
  m_separators.clear();
  const int top = theme::scaled(5);
  for (int column = 0; column < count; ++column) {
    const int left = padding() + column * (columnWidth + gutter());
    const int unitLeft = left + columnWidth - unitWidth;
    m_columns.push_back(
        {unitWidth > 0 ? unitLeft - gap() : left + columnWidth, unitLeft, unitWidth});
    if (column > 0) m_separators.push_back(left - gutter() / 2);
  }
  m_labelWidth = 0;
  const QFontMetrics labels(theme::font(TextRole::Control));
  int shortIndex = 0;
  int wideIndex = 0;
  m_columnsBottom = top + perColumn * rowHeight();
  for (const facts::Fact& fact : facts) {
    Row row;
    row.wide = isIdentifier(fact);
    if (row.wide) {
      m_labelWidth = std::max(m_labelWidth, labels.horizontalAdvance(text(fact.label)));
      row.rect =
          QRect(padding(), m_columnsBottom + wideIndex++ * rowHeight(), available, rowHeight());
    } else {
      row.column = perColumn > 0 ? shortIndex / perColumn : 0;
      row.rect = QRect(padding() + row.column * (columnWidth + gutter()),
                       top + (shortIndex % std::max(1, perColumn)) * rowHeight(), columnWidth,
                       rowHeight());
      ++shortIndex;
    }
    m_rows.push_back(row);
  }
  m_height = m_columnsBottom + wideIndex * rowHeight() + theme::scaled(6);
}

QRect FactsTable::rowRect(int row) const {
  return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)].rect : QRect();
}

int FactsTable::rowAt(const QPoint& place) const {
  for (int row = 0; row < rowCount(); ++row)
    if (rowRect(row).contains(place)) return row;
  return -1;
}

QRect FactsTable::copyRect(int row) const {
  if (row < 0 || row >= rowCount() || !m_rows[static_cast<std::size_t>(row)].wide) return {};
  const QRect rect = rowRect(row);
  const int side = theme::scaled(24);
  return {rect.right() + 1 - side, rect.center().y() - side / 2 + 1, side, side};
}

int FactsTable::beside(int row, int direction) const {
  const QRect from = rowRect(row);
  const int step = (from.width() + gutter()) * direction;
  const int found = rowAt(from.center() + QPoint(step, 0));
  return found >= 0 ? found : row;
}

void FactsTable::paintRow(QPainter& painter, int row, const facts::Fact& fact, const RowLook& look,
                          const QPalette& palette) const {
  const theme::Tokens& t = theme::tokensFor(palette);
  const Row& place = m_rows[static_cast<std::size_t>(row)];
  const QRect rect = place.rect;
  const QRect plate = rect.adjusted(-gap(), 0, gap(), -1);
  if (look.current && look.focused) {
    painter.fillRect(plate, t.selected);
  } else if (look.hovered) {
    painter.fillRect(plate, t.hover);
  }
  painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.line);
  painter.setFont(theme::font(TextRole::Control));
  painter.setPen(look.state == FactsTable::RowState::Value ? t.text2 : t.text3);
  const QRect label = rect.adjusted(0, 0, 0, -1);
  painter.drawText(
      label, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
      painter.fontMetrics().elidedText(text(fact.label), Qt::ElideRight, rect.width()));
  if (place.wide) {
    paintIdentifier(painter, place, fact, look, palette);
  } else {
    paintValue(painter, place, fact, look, palette);
  }
  if (look.current && look.focused) theme::painting::focusRing(painter, plate, 0, t.accent);
}

void FactsTable::paintValue(QPainter& painter, const Row& row, const facts::Fact& fact,
                            const RowLook& look, const QPalette& palette) const {
  const theme::Tokens& t = theme::tokensFor(palette);
  const Column& column = m_columns[static_cast<std::size_t>(row.column)];
  const QFontMetrics labels(theme::font(TextRole::Control));
  const int left = row.rect.left() + labels.horizontalAdvance(text(fact.label)) + gap();
  const QRectF place(QPointF(left, row.rect.top()),
                     QPointF(std::max(left, column.valueRight), row.rect.bottom()));
  if (look.state != RowState::Value) {
    const int side = theme::scaled(16);
    if (look.state == RowState::Failed) {
      theme::paintIcon(painter,
                       QRectF(place.right() - side, place.center().y() - side / 2.0, side, side),
                       QStringLiteral("ring-unknown"), t.text3);
    } else {
      painter.setPen(t.text3);
      painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, QString(QChar(0x2013)));
    }
    return;
  }
  if (isFormula(fact)) {
    paintFormula(painter, place, Qt::AlignRight, text(fact.value), valueFont(), t.text);
  } else {
    painter.setFont(valueFont());
    painter.setPen(t.text);
    const QFontMetricsF metrics(valueFont());
    QString shown = shownNumber(text(fact.value));
    if (tabularWidth(shown, metrics) > place.width())
      shown = metrics.elidedText(shown, Qt::ElideRight, place.width());
    paintTabular(painter,
                 QPointF(place.right() - tabularWidth(shown, metrics), baselineIn(place, metrics)),
                 shown);
  }
  const bool onSelected = look.current && look.focused;
  const QFont unitFont = theme::font(TextRole::Secondary);
  painter.setFont(unitFont);
  painter.setPen(onSelected ? t.text2 : t.text3);
  painter.drawText(QPointF(column.unitLeft, baselineIn(place, QFontMetricsF(valueFont()))),
                   shownUnit(fact, column.unitWidth));
}

void FactsTable::paintIdentifier(QPainter& painter, const Row& row, const facts::Fact& fact,
                                 const RowLook& look, const QPalette& palette) const {
  const theme::Tokens& t = theme::tokensFor(palette);
  const int left = row.rect.left() + m_labelWidth + theme::scaled(14);
  const bool ready = look.state == RowState::Value;
  const int right = row.rect.right() - (ready ? theme::scaled(28) : 0);
  const QRect place(left, row.rect.top(), std::max(0, right - left), row.rect.height() - 1);
  if (!ready) {
    const bool failed = look.state == RowState::Failed;
    painter.setFont(theme::font(TextRole::Secondary));
    painter.setPen(t.text3);
    const QString words = failed ? text(fact.definition) : QString(QChar(0x2013));
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(words, Qt::ElideRight, place.width()));
    return;
  }
  painter.setFont(theme::font(TextRole::Mono));
  painter.setPen(t.text);
  painter.drawText(
      place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
      painter.fontMetrics().elidedText(text(fact.value), Qt::ElideMiddle, place.width()));
  const int index = static_cast<int>(&row - m_rows.data());
  const QRect copy = copyRect(index);
  if (look.overCopy)
    theme::painting::box(painter, copy, theme::painting::kRadiusControl, t.selected, {});
  const int side = theme::scaled(16);
  theme::paintIcon(
      painter, QRectF(QRectF(copy).center() - QPointF(side / 2.0, side / 2.0), QSizeF(side, side)),
      QStringLiteral("copy"), look.overCopy ? t.text : t.text2);
}

void FactsTable::paintColumns(QPainter& painter, const QPalette& palette) const {
  const theme::Tokens& t = theme::tokensFor(palette);
  for (const int x : m_separators)
    painter.fillRect(QRect(x, theme::scaled(8), 1, m_columnsBottom - theme::scaled(12)), t.line);
}

}  // namespace molloquy::widgets
