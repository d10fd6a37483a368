#pragma once

#include <QImage>
#include <QPainter>
#include <vector>

#include "widgets/neighbours/neighbour_types.h"

/// Aspirin's neighbours, for the tests of this folder. The Tanimoto values are those of picture 06
/// of the design; the second scores are made up.
namespace molloquy::test {

inline widgets::NeighbourCard neighbourCard(const char* key, const char* name, const char* formula,
                                            double tanimoto) {
  widgets::NeighbourCard card;
  card.key = QString::fromUtf8(key);
  card.name = QString::fromUtf8(name);
  card.formula = QString::fromUtf8(formula);
  card.source = QStringLiteral("made for a test");
  card.scores.push_back({QStringLiteral("Tanimoto"),
                         QStringLiteral("Bits that both fingerprints have, of all they have."),
                         tanimoto});
  return card;
}

inline std::vector<widgets::NeighbourCard> aspirinsNeighbours() {
  return {neighbourCard("a", "2-acetoxybenzamide", "C9H9NO3", 0.69),
          neighbourCard("b", "methyl 2-acetoxybenzoate", "C10H10O4", 0.67),
          neighbourCard("c", "salsalate", "C14H10O5", 0.59),
          neighbourCard("d", "phenyl acetate", "C8H8O2", 0.54),
          neighbourCard("e", "salicylic acid", "C7H6O3", 0.45),
          neighbourCard("f", "4-acetoxybenzoic acid", "C9H8O4", 0.44),
          neighbourCard("g", "benzoic acid", "C7H6O2", 0.36),
          neighbourCard("h", "methyl salicylate", "C8H8O3", 0.35)};
}

/// The same with a second score and a text each.
inline std::vector<widgets::NeighbourCard> neighboursWithTexts() {
  std::vector<widgets::NeighbourCard> cards = aspirinsNeighbours();
  for (widgets::NeighbourCard& card : cards) {
    card.scores.push_back({QStringLiteral("Meaning"), QStringLiteral("Cosine."), 0.5});
    card.text = QStringLiteral(
        "An ester of salicylic acid and an aromatic compound that stands here for the texts of a "
        "library, which are longer than a card is wide.");
  }
  return cards;
}

/// A picture that stands for a drawing.
inline QImage drawing(const QSize& size, double devicePixelRatio) {
  QImage image(size * devicePixelRatio, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(devicePixelRatio);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  painter.setPen(QPen(Qt::gray, 2));
  painter.drawEllipse(QRect(QPoint(), size).adjusted(20, 10, -20, -10));
  return image;
}

}  // namespace molloquy::test
