#include "widgets/viewport/overlay_labels.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

#include "widgets/theme/colour_math.h"
#include "widgets/theme/element_colours.h"
#include "widgets/theme/fonts.h"

namespace molloquy::widgets {

namespace {

/// Most labels of one view; more could not be read.
constexpr std::size_t kMostLabels = 300;
/// An atom smaller than this on the screen has no label.
constexpr double kSmallestRadius = 2.5;
/// Side of the cells that tell which atoms are in front, pixels.
constexpr double kCell = 4;

struct Candidate {
  AtomIndex atom;
  SeenAtom at;
};

/// A coarse picture of depths: which atom is the nearest in each cell. Linear in the atoms, where
/// asking the picker for every label is not.
class DepthCells {
 public:
  explicit DepthCells(const render::ViewSize& size)
      : m_columns(int(size.width / kCell) + 1),
        m_rows(int(size.height / kCell) + 1),
        m_depth(std::size_t(m_columns) * std::size_t(m_rows), 1e30F) {}

  void add(const SeenAtom& at) {
    const double reach = std::max(0.0, at.radius * 0.8);
    const int left = column(at.place.x - reach), right = column(at.place.x + reach);
    const int top = row(at.place.y - reach), bottom = row(at.place.y + reach);
    for (int y = std::max(0, top); y <= std::min(m_rows - 1, bottom); ++y) {
      for (int x = std::max(0, left); x <= std::min(m_columns - 1, right); ++x) {
        float& depth = m_depth[std::size_t(y) * std::size_t(m_columns) + std::size_t(x)];
        depth = std::min(depth, float(at.place.depth));
      }
    }
  }
  [[nodiscard]] bool shows(const SeenAtom& at) const {
    const int x = column(at.place.x), y = row(at.place.y);
    if (x < 0 || y < 0 || x >= m_columns || y >= m_rows) return false;
    constexpr float kSlack = 0.05F;
    return m_depth[std::size_t(y) * std::size_t(m_columns) + std::size_t(x)] >=
           float(at.place.depth) - kSlack;
  }

 private:
  [[nodiscard]] static int column(double x) { return int(std::floor(x / kCell)); }
  [[nodiscard]] static int row(double y) { return int(std::floor(y / kCell)); }
  int m_columns;
  int m_rows;
  std::vector<float> m_depth;
};

bool isHidden(const OverlayContent& content, AtomIndex atom) {
  const render::ViewStyle& style = *content.style;
  if (style.hidden.count(atom) > 0) return true;
  if (content.molecule->atoms()[atom.value].atomicNumber != 1) return false;
  if (style.hydrogens == render::HydrogenDisplay::None) return true;
  if (style.hydrogens == render::HydrogenDisplay::All) return false;
  const std::vector<AtomIndex> neighbours = content.molecule->neighbours(atom);
  return std::all_of(neighbours.begin(), neighbours.end(), [&content](AtomIndex neighbour) {
    return content.molecule->atoms()[neighbour.value].atomicNumber == 6;
  });
}

std::vector<Candidate> candidates(const OverlayContent& content) {
  std::vector<Candidate> found;
  DepthCells cells(content.size);
  const std::size_t count = content.shape->balls.size();
  for (std::size_t i = 0; i < count && i < content.molecule->atoms().size(); ++i) {
    const AtomIndex atom(static_cast<std::uint32_t>(i));
    const auto at = seenAtom(content, atom);
    if (!at || at->place.x < 0 || at->place.y < 0 || at->place.x > content.size.width ||
        at->place.y > content.size.height) {
      continue;
    }
    if (isHidden(content, atom)) continue;
    cells.add(*at);
    if (at->radius >= kSmallestRadius) found.push_back({atom, *at});
  }
  std::erase_if(found, [&cells](const Candidate& each) { return !cells.shows(each.at); });
  const auto nearer = [](const Candidate& a, const Candidate& b) {
    return a.at.place.depth < b.at.place.depth;
  };
  if (found.size() > kMostLabels) {
    std::nth_element(found.begin(), found.begin() + kMostLabels, found.end(), nearer);
    found.resize(kMostLabels);
  }
  std::sort(found.begin(), found.end(), nearer);
  return found;
}

QString signedNumber(double value, int digits) {
  QString text = QString::number(std::abs(value), 'f', digits);
  if (value < 0) text.prepend(QChar(0x2212));
  if (value > 0) text.prepend('+');
  return text;
}

QString chargeText(int charge) {
  if (charge == 0) return {};
  const QString sign = charge > 0 ? QStringLiteral("+") : QString(QChar(0x2212));
  return std::abs(charge) == 1 ? sign : QString::number(std::abs(charge)) + sign;
}

QString residueLabel(const chem::Molecule& molecule, AtomIndex atom) {
  const auto& biopolymer = molecule.biopolymer();
  if (!biopolymer || atom.value >= biopolymer->residueOf.size()) return {};
  const std::uint32_t place = biopolymer->residueOf[atom.value];
  if (place >= biopolymer->residues.size()) return {};
  // One label a residue: at its alpha carbon, or at its first atom where it has none.
  const std::string& name = biopolymer->atomNames[atom.value];
  const bool first = atom.value == 0 || biopolymer->residueOf[atom.value - 1] != place;
  const bool alpha = name == "CA";
  const chem::Residue& residue = biopolymer->residues[place];
  if (residue.hetero ? !first : !alpha) return {};
  return QStringLiteral("%1 %2").arg(QString::fromStdString(residue.name)).arg(residue.number);
}

}  // namespace

QString labelOf(const OverlayContent& content, AtomIndex atom) {
  const chem::Molecule& molecule = *content.molecule;
  const chem::Atom& own = molecule.atoms()[atom.value];
  const auto number = [&](const std::vector<double>& values) {
    return atom.value < values.size() ? signedNumber(values[atom.value], 2) : QString();
  };
  switch (content.style->labels) {
    case render::LabelKind::None:
      return {};
    case render::LabelKind::Name:
      return QString::fromStdString(chem::atomName(molecule, atom));
    case render::LabelKind::Element:
      return QString::fromStdString(chem::elementSymbol(own.atomicNumber));
    case render::LabelKind::Index:
      return QString::number(atom.value + 1);
    case render::LabelKind::FormalCharge:
      return chargeText(own.formalCharge);
    case render::LabelKind::PartialCharge:
      return number(content.values->partialCharge);
    case render::LabelKind::Cip:
      return atom.value < content.values->cip.size()
                 ? QString::fromStdString(content.values->cip[atom.value])
                 : QString();
    case render::LabelKind::Residue:
      return residueLabel(molecule, atom);
    case render::LabelKind::Custom: {
      const auto text = content.style->customLabels.find(atom);
      return text == content.style->customLabels.end() ? QString()
                                                      : QString::fromStdString(text->second);
    }
  }
  return {};
}

std::vector<AtomIndex> labelledAtoms(const OverlayContent& content) {
  std::vector<AtomIndex> atoms;
  for (const Candidate& each : candidates(content)) {
    if (!labelOf(content, each.atom).isEmpty()) atoms.push_back(each.atom);
  }
  return atoms;
}

void paintLabels(OverlayPainter& painter, const OverlayContent& content) {
  if (content.style == nullptr || content.style->labels == render::LabelKind::None) return;
  QFont font = theme::font(theme::TextRole::Stats);
  font.setWeight(QFont::DemiBold);
  font.setPointSizeF(font.pointSizeF() * painter.labelScale());
  const QFontMetricsF metrics(font);
  const theme::Tokens& tokens = painter.tokens();
  for (const auto& [atom, at] : candidates(content)) {
    const QString text = labelOf(content, atom);
    if (text.isEmpty()) continue;
    const QSizeF size(metrics.horizontalAdvance(text) + 2, metrics.height());
    const bool fits = size.width() < 2 * at.radius;
    const QPointF middle =
        fits ? QPointF(at.place.x, at.place.y)
             : QPointF(at.place.x + at.radius + size.width() / 2, at.place.y - at.radius);
    const QRectF box(middle - QPointF(size.width(), size.height()) / 2, size);
    if (!painter.isFree(box)) continue;
    painter.take(box);
    const int element = content.molecule->atoms()[atom.value].atomicNumber;
    const QColor ground = fits ? theme::elementColour(tokens.scheme, element) : tokens.view;
    const bool dark =
        theme::contrastRatio(ground, Qt::black) < theme::contrastRatio(ground, Qt::white);
    const QColor ink = fits ? QColor(dark ? Qt::white : Qt::black) : tokens.text;
    painter.piece(box, [&](QPainter& raster) {
      raster.setFont(font);
      raster.setPen(ink);
      raster.drawText(QRectF(QPointF(), size), Qt::AlignCenter, text);
    });
  }
}

}  // namespace molloquy::widgets
