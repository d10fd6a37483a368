#include "widgets/chat/paragraphs.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextOption>
#include <algorithm>

#include "widgets/chat/formula_spans.h"

namespace molloquy::widgets {
namespace {

/// An empty paragraph between two others takes this part of a line.
constexpr double kBlankLine = 0.5;

QList<QTextLayout::FormatRange> formatsOf(const QString& text, bool formulas, const auto& gaps) {
  QList<QTextLayout::FormatRange> formats;
  if (formulas) {
    for (const SubscriptSpan& span : formulaSubscripts(text)) {
      QTextLayout::FormatRange range{span.begin, span.end - span.begin, {}};
      range.format.setVerticalAlignment(QTextCharFormat::AlignSubScript);
      formats.append(range);
    }
  }
  for (const auto& gap : gaps) {
    if (gap.after <= 0 || gap.after > text.size()) continue;
    QTextLayout::FormatRange range{gap.after - 1, 1, {}};
    for (const auto& other : formats) {
      if (other.start <= range.start && range.start < other.start + other.length) {
        range.format = other.format;
      }
    }
    range.format.setFontLetterSpacingType(QFont::AbsoluteSpacing);
    range.format.setFontLetterSpacing(gap.width);
    formats.append(range);
  }
  return formats;
}

}  // namespace

void Paragraphs::update(const QString& text, const Setting& setting, const std::vector<Gap>& gaps) {
  const bool anew = !(setting == m_setting);
  m_setting = setting;
  m_relaid = 0;
  m_size = static_cast<int>(text.size());
  std::vector<Block> old = std::move(m_blocks);
  m_blocks.clear();
  double y = 0.0;
  int begin = 0;
  for (const QString& words : text.split(u'\n')) {
    std::vector<Gap> own;
    for (const Gap& gap : gaps) {
      if (gap.after > begin && gap.after <= begin + words.size()) {
        own.push_back({gap.after - begin, gap.width});
      }
    }
    Block block;
    const std::size_t index = m_blocks.size();
    if (!anew && index < old.size() && old[index].text == words && old[index].gaps == own) {
      block = std::move(old[index]);
    } else {
      block.text = words;
      block.gaps = std::move(own);
      lay(block);
      ++m_relaid;
    }
    block.begin = begin;
    block.y = y;
    const bool last = begin + words.size() == text.size();
    y += words.isEmpty() && !last ? block.height * kBlankLine : block.height;
    begin += static_cast<int>(words.size()) + 1;
    m_blocks.push_back(std::move(block));
  }
  m_height = y;
}

void Paragraphs::lay(Block& block) const {
  block.layout = std::make_unique<QTextLayout>(block.text, m_setting.font);
  QTextOption option;
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  block.layout->setTextOption(option);
  block.layout->setFormats(formatsOf(block.text, m_setting.formulas, block.gaps));
  block.layout->setCacheEnabled(true);
  const QFontMetricsF metrics(m_setting.font);
  const double lead = (m_setting.lineHeight - metrics.ascent() - metrics.descent()) / 2.0;
  double y = 0.0;
  block.layout->beginLayout();
  for (QTextLine line = block.layout->createLine(); line.isValid();
       line = block.layout->createLine()) {
    line.setLineWidth(std::max(1.0, m_setting.width));
    // One base line grid, also where another font (emoji, subscripts) makes the line taller.
    line.setPosition(QPointF(0.0, y + lead + metrics.ascent() - line.ascent()));
    y += m_setting.lineHeight;
  }
  block.layout->endLayout();
  block.height = std::max(y, m_setting.lineHeight);
}

const Paragraphs::Block* Paragraphs::blockAt(int position) const {
  const Block* found = nullptr;
  for (const Block& block : m_blocks) {
    if (block.begin > position) break;
    found = &block;
  }
  return found;
}

std::optional<Paragraphs::Place> Paragraphs::placeOf(int position) const {
  const Block* block = blockAt(position);
  if (block == nullptr) return std::nullopt;
  const QTextLine line = block->layout->lineForTextPosition(
      std::min(position - block->begin, static_cast<int>(block->text.size())));
  if (!line.isValid()) return std::nullopt;
  return Place{block, line};
}

std::vector<QRectF> Paragraphs::rects(int begin, int end) const {
  std::vector<QRectF> all;
  const QFontMetricsF metrics(m_setting.font);
  for (const Block& block : m_blocks) {
    const int from = std::max(begin - block.begin, 0);
    const int to = std::min(end - block.begin, static_cast<int>(block.text.size()));
    if (from >= to) continue;
    for (int i = 0; i < block.layout->lineCount(); ++i) {
      const QTextLine line = block.layout->lineAt(i);
      const int first = std::max(from, line.textStart());
      const int last = std::min(to, line.textStart() + line.textLength());
      if (first >= last) continue;
      const double left = line.cursorToX(first);
      double right = std::min(line.cursorToX(last), line.naturalTextRect().right());
      for (const Gap& gap : block.gaps) {
        if (gap.after == last) right -= gap.width;
      }
      const double base = block.y + line.y() + line.ascent();
      if (right > left) {
        all.emplace_back(left, base - metrics.ascent(), right - left,
                         metrics.ascent() + metrics.descent());
      }
    }
  }
  return all;
}

double Paragraphs::baseline(int position) const {
  const auto place = placeOf(position);
  if (!place) return m_setting.lineHeight;
  return place->block->y + place->line.y() + place->line.ascent();
}

double Paragraphs::lineTop(int position) const {
  const auto place = placeOf(position);
  if (!place) return 0.0;
  return place->block->y + place->line.lineNumber() * m_setting.lineHeight;
}

QPointF Paragraphs::endPoint() const {
  const auto place = placeOf(m_size);
  const QFontMetricsF metrics(m_setting.font);
  const double lead = (m_setting.lineHeight - metrics.ascent() - metrics.descent()) / 2.0;
  if (!place) {
    const double top = m_blocks.empty() ? 0.0 : m_blocks.back().y;
    return {0.0, top + lead + metrics.ascent()};
  }
  const int within = m_size - place->block->begin;
  return {place->line.cursorToX(within), baseline(m_size)};
}

int Paragraphs::positionAt(const QPointF& point) const {
  const Block* block = m_blocks.empty() ? nullptr : &m_blocks.front();
  for (const Block& candidate : m_blocks) {
    if (candidate.y <= point.y()) block = &candidate;
  }
  if (block == nullptr || block->layout->lineCount() == 0)
    return block != nullptr ? block->begin : 0;
  const int wanted = static_cast<int>((point.y() - block->y) / m_setting.lineHeight);
  const int row = std::clamp(wanted, 0, block->layout->lineCount() - 1);
  return block->begin + block->layout->lineAt(row).xToCursor(point.x());
}

bool Paragraphs::isOnText(const QPointF& point) const {
  for (const Block& block : m_blocks) {
    if (point.y() < block.y || point.y() >= block.y + block.height) continue;
    for (int i = 0; i < block.layout->lineCount(); ++i) {
      const QTextLine line = block.layout->lineAt(i);
      const double top = block.y + i * m_setting.lineHeight;
      if (point.y() < top || point.y() >= top + m_setting.lineHeight) continue;
      const QRectF words = line.naturalTextRect();
      return point.x() >= words.left() && point.x() <= words.right();
    }
  }
  return false;
}

void Paragraphs::draw(QPainter& painter, const QPointF& origin, const QColor& colour,
                      int selectionBegin, int selectionEnd, const QColor& selectionColour) const {
  painter.setPen(colour);
  for (const Block& block : m_blocks) {
    const int from = std::max(selectionBegin - block.begin, 0);
    const int to = std::min(selectionEnd - block.begin, static_cast<int>(block.text.size()));
    QList<QTextLayout::FormatRange> selections;
    if (from < to) {
      QTextLayout::FormatRange range{from, to - from, {}};
      range.format.setBackground(selectionColour);
      selections.append(range);
    }
    block.layout->draw(&painter, origin + QPointF(0.0, block.y), selections);
  }
}

}  // namespace molloquy::widgets
