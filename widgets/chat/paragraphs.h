#pragma once

#include <QRectF>
#include <QString>
#include <QTextLayout>
#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace molloquy::widgets {

/// A text of several paragraphs, broken into lines of one height. Paragraphs whose words did not
/// change keep their lines, so adding to the end costs the last paragraph only.
class Paragraphs {
 public:
  /// How words are set; a change of it breaks all lines anew.
  struct Setting {
    QFont font;
    double width = 0.0;
    double lineHeight = 0.0;
    bool formulas = true;  ///< counts of molecular formulas become subscripts.
    friend bool operator==(const Setting&, const Setting&) = default;
  };
  /// Free space kept behind a character, for the letter of a pin.
  struct Gap {
    int after = 0;  ///< position of the character's end.
    double width = 0.0;
    friend bool operator==(const Gap&, const Gap&) = default;
  };

  void update(const QString& text, const Setting& setting, const std::vector<Gap>& gaps = {});

  [[nodiscard]] double height() const { return m_height; }
  [[nodiscard]] int size() const { return m_size; }
  /// How many paragraphs the last update had to set anew (the cost of a change).
  [[nodiscard]] int relaidCount() const { return m_relaid; }

  /// One rectangle a line for [begin, end), as high as the letters; gaps are not covered.
  [[nodiscard]] std::vector<QRectF> rects(int begin, int end) const;
  /// The base line under a position.
  [[nodiscard]] double baseline(int position) const;
  /// Top of the line a position is in.
  [[nodiscard]] double lineTop(int position) const;
  /// Where a caret at the end of the text stands (left, on the base line).
  [[nodiscard]] QPointF endPoint() const;
  /// The position nearest to a point.
  [[nodiscard]] int positionAt(const QPointF& point) const;
  /// True when the point is on letters (not behind the end of a line).
  [[nodiscard]] bool isOnText(const QPointF& point) const;

  /// Paints at `origin`; [selectionBegin, selectionEnd) with the given background.
  void draw(QPainter& painter, const QPointF& origin, const QColor& colour, int selectionBegin = 0,
            int selectionEnd = 0, const QColor& selectionColour = {}) const;

 private:
  struct Block {
    int begin = 0;
    QString text;
    std::vector<Gap> gaps;  ///< positions within the block.
    double y = 0.0;
    double height = 0.0;
    std::unique_ptr<QTextLayout> layout;
  };
  struct Place {
    const Block* block;
    QTextLine line;
  };
  void lay(Block& block) const;
  [[nodiscard]] const Block* blockAt(int position) const;
  [[nodiscard]] std::optional<Place> placeOf(int position) const;

  Setting m_setting;
  std::vector<Block> m_blocks;
  double m_height = 0.0;
  int m_size = 0;
  int m_relaid = 0;
};

}  // namespace molloquy::widgets
