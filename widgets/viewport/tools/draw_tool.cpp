#include "widgets/viewport/tools/draw_tool.h"

#include <algorithm>
#include <cmath>

#include <QCheckBox>

#include "widgets/frame/segmented_control.h"
#include "widgets/theme/element_colours.h"
#include "widgets/viewport/option_strip.h"
#include "widgets/viewport/overlay_painter.h"
#include "widgets/viewport/tools/element_chips.h"

namespace molloquy::widgets {

namespace {

namespace edit = chem::edit;
using chem::BondOrder;
using render::operator+;
using render::operator-;
using render::operator*;

/// Two letters within this time are one symbol.
constexpr qint64 kSymbolMs = 2000;
constexpr double kEndRadius = 9;
constexpr double kLengthAbove = 18;
constexpr BondOrder kOrders[] = {BondOrder::Single, BondOrder::Double, BondOrder::Triple,
                                 BondOrder::Aromatic};

int electronsOf(BondOrder order) {
  return order == BondOrder::Triple ? 3 : order == BondOrder::Double ? 2 : 1;
}

}  // namespace

DrawTool::DrawTool(ToolBench* bench, QObject* parent) : Tool(bench, parent) {
  connect(bench, &ToolBench::structureChanged, this, [this] {
    if (m_from && m_from->value >= this->bench().atomCount()) cancel();
  });
}

bool DrawTool::fillStrip(OptionStrip& strip) {
  auto* elements = new ElementChips(&strip);
  elements->setElement(bench().drawElement());
  connect(elements, &ElementChips::elementChosen, &bench(), &ToolBench::setDrawElement);
  connect(elements, &ElementChips::chooserWanted, &bench(), &ToolBench::elementChooserWanted);
  connect(&bench(), &ToolBench::drawElementChanged, elements, &ElementChips::setElement);
  strip.addWidget(elements);
  auto* orders = new SegmentedControl(
      {QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("3"), tr("ar")}, &strip);
  orders->setAccessibleName(tr("Order of new bonds"));
  orders->setToolTip(tr("Order of new bonds: single, double, triple, aromatic (1 to 4)"));
  const auto* place = std::find(std::begin(kOrders), std::end(kOrders), m_order);
  orders->setCurrent(int(place - std::begin(kOrders)));
  connect(orders, &SegmentedControl::chosen, this,
          [this](int index) { m_order = kOrders[std::size_t(index)]; });
  m_orders = orders;
  strip.addWidget(orders);
  auto* hydrogens = new QCheckBox(tr("Hydrogens"), &strip);
  hydrogens->setToolTip(tr("Fill normal valences with hydrogens as you draw"));
  hydrogens->setChecked(m_hydrogens == edit::Hydrogens::Adjust);
  connect(hydrogens, &QCheckBox::toggled, this, [this](bool on) {
    m_hydrogens = on ? edit::Hydrogens::Adjust : edit::Hydrogens::Keep;
  });
  strip.addWidget(hydrogens);
  return true;
}

void DrawTool::setOrder(BondOrder order) {
  m_order = order;
  const auto* place = std::find(std::begin(kOrders), std::end(kOrders), order);
  if (auto* orders = qobject_cast<SegmentedControl*>(m_orders.data())) {
    orders->setCurrent(int(place - std::begin(kOrders)));
  }
}

bool DrawTool::beginDrag(ViewAction, const QPointF& place, const Hit& hit) {
  if (!hit.atom) return false;
  m_from = hit.atom;
  m_to.reset();
  m_pointer = place;
  return true;
}

void DrawTool::drag(const QPointF& place) {
  if (!m_from) return;
  m_pointer = place;
  const Hit hit = bench().hitAt(place);
  m_to = hit.atom != m_from ? hit.atom : std::nullopt;
  Q_EMIT bench().overlayChanged();
}

/// Where the pointer is, at the length that the bond will have.
chem::Point3 DrawTool::freeEnd() const {
  const render::Vec3 from = bench().positions()[m_from->value];
  const render::Vec3 way = bench().pointAt(m_pointer, from) - from;
  const int element = bench().molecule()->atoms()[m_from->value].atomicNumber;
  const double length = edit::bondLength(element, bench().drawElement(), m_order);
  return from + render::normalized(way) * length;
}

chem::Point3 DrawTool::end() const {
  return m_to ? bench().positions()[m_to->value] : freeEnd();
}

void DrawTool::drop(const QPointF& place, const Hit&) {
  drag(place);
  if (!m_from) return;
  const AtomIndex from = *m_from;
  const bool stayed = bench().hitAt(place).atom == m_from;
  const chem::Point3 target = end();
  const std::optional<AtomIndex> to = m_to;
  cancel();
  if (to) {
    Q_EMIT bench().editRequested(edit::SetBond{from, *to, m_order, m_hydrogens});
  } else if (!stayed) {
    Q_EMIT bench().editRequested(
        edit::GrowAtom{from, bench().drawElement(), m_order, target, m_hydrogens});
  }
}

bool DrawTool::cancel() {
  if (!m_from) return false;
  m_from.reset();
  m_to.reset();
  Q_EMIT bench().overlayChanged();
  return true;
}

void DrawTool::click(ViewAction action, const QPointF& place, const Hit& hit) {
  if (action == ViewAction::DrawAtom) {
    const chem::Point3 point = bench().pointAt(place, bench().viewCentre());
    Q_EMIT bench().editRequested(edit::AddAtom{bench().drawElement(), point, m_hydrogens});
  } else if (action == ViewAction::ChangeAtom && hit.atom) {
    const int now = bench().molecule()->atoms()[hit.atom->value].atomicNumber;
    if (now == bench().drawElement()) return;
    Q_EMIT bench().editRequested(
        edit::SetElement{{*hit.atom}, bench().drawElement(), m_hydrogens});
  } else if (action == ViewAction::CycleBond && hit.bond) {
    cycle(*hit.bond);
  } else if (action == ViewAction::EraseHere) {
    erase(hit);
  }
}

void DrawTool::cycle(BondIndex index) {
  const chem::Bond& bond = bench().molecule()->bonds()[index.value];
  const BondOrder now = bond.order == BondOrder::Aromatic ? bond.kekuleOrder : bond.order;
  const BondOrder next = now == BondOrder::Single   ? BondOrder::Double
                         : now == BondOrder::Double ? BondOrder::Triple
                                                    : BondOrder::Single;
  Q_EMIT bench().editRequested(edit::SetBond{bond.begin, bond.end, next, m_hydrogens});
}

void DrawTool::erase(const Hit& hit) {
  if (hit.atom) {
    Q_EMIT bench().editRequested(edit::RemoveAtoms{{*hit.atom}, m_hydrogens});
  } else if (hit.bond) {
    Q_EMIT bench().editRequested(edit::RemoveBonds{{*hit.bond}, m_hydrogens});
  }
}

bool DrawTool::key(ViewAction action, const Hit& hit) {
  switch (action) {
    case ViewAction::SingleBond:
    case ViewAction::DoubleBond:
    case ViewAction::TripleBond:
    case ViewAction::AromaticBond: {
      const BondOrder order = kOrders[int(action) - int(ViewAction::SingleBond)];
      if (!hit.bond) {
        setOrder(order);
        return true;
      }
      const chem::Bond& bond = bench().molecule()->bonds()[hit.bond->value];
      Q_EMIT bench().editRequested(edit::SetBond{bond.begin, bond.end, order, m_hydrogens});
      return true;
    }
    case ViewAction::CycleBond:
      if (hit.bond) cycle(*hit.bond);
      return true;
    case ViewAction::Delete:
      if (!hit.atom && !hit.bond) return false;
      erase(hit);
      return true;
    default:
      return false;
  }
}

int DrawTool::elementTyped(const QString& letter) {
  const bool goesOn = m_letters.size() == 1 && m_sinceLetter.isValid() &&
                      m_sinceLetter.elapsed() < kSymbolMs;
  m_sinceLetter.start();
  if (goesOn) {
    const QString both = m_letters + letter.toLower();
    if (const auto element = chem::atomicNumberOf(both.toStdString())) {
      m_letters = both;
      return *element;
    }
  }
  m_letters = letter.toUpper();
  if (m_letters == QLatin1String("B") && bench().letterB() == HandOptions::LetterB::Bromine) {
    return 35;
  }
  return chem::atomicNumberOf(m_letters.toStdString()).value_or(0);
}

bool DrawTool::typed(const QString& letter, const Hit& hit) {
  const int element = elementTyped(letter);
  if (element == 0) return true;  // the first letter of a symbol such as "Mg"
  if (!hit.atom) {
    bench().setDrawElement(element);
    return true;
  }
  const int now = bench().molecule()->atoms()[hit.atom->value].atomicNumber;
  if (now == element) return true;
  Q_EMIT bench().editRequested(edit::SetElement{{*hit.atom}, element, m_hydrogens});
  return true;
}

edit::ValenceState DrawTool::valenceWhileDrawing() const {
  if (!m_from) return edit::ValenceState::Unknown;
  const auto stateOf = [this](AtomIndex atom) {
    const chem::Molecule& molecule = *bench().molecule();
    const chem::Atom& own = molecule.atoms()[atom.value];
    int sum = edit::bondOrderSum(molecule, atom) + electronsOf(m_order);
    if (m_hydrogens == edit::Hydrogens::Adjust) {
      // The new bond takes the places of hydrogens as far as there are any.
      int free = electronsOf(m_order);
      for (const AtomIndex each : molecule.neighbours(atom)) {
        if (free > 0 && molecule.atoms()[each.value].atomicNumber == 1) {
          --free;
          --sum;
        }
      }
    }
    return edit::valenceState(own.atomicNumber, own.formalCharge, own.radicalElectrons, sum);
  };
  const edit::ValenceState from = stateOf(*m_from);
  if (!m_to || from == edit::ValenceState::Exceeded) return from;
  return stateOf(*m_to);
}

void DrawTool::paint(OverlayPainter& painter) const {
  if (!m_from || m_from->value >= bench().atomCount()) return;
  const chem::Point3 target = end();
  const auto from = bench().placeOf(*m_from), to = bench().placeOf(target);
  if (!from || !to) return;
  const theme::Tokens& tokens = painter.tokens();
  const edit::ValenceState state = valenceWhileDrawing();
  const QColor tint = state == edit::ValenceState::Exceeded ? tokens.differ
                      : state == edit::ValenceState::Normal ? tokens.agree
                                                            : tokens.accent;
  const QPointF way = *to - *from;
  const double length = std::max(1.0, std::hypot(way.x(), way.y()));
  const QPointF across(-way.y() / length, way.x() / length);
  const int lines = electronsOf(m_order);
  QPainterPath bond;
  for (int i = 0; i < lines; ++i) {
    constexpr double kBetween = 6;
    const QPointF beside = across * (kBetween * (i - (lines - 1) / 2.0));
    bond.moveTo(*from + beside);
    bond.lineTo(*to + beside);
  }
  painter.stroke(bond, QPen(tint, 3, Qt::SolidLine, Qt::RoundCap));
  QPainterPath ball;
  ball.addEllipse(*to, kEndRadius, kEndRadius);
  if (!m_to) painter.fill(ball, theme::elementColour(tokens.scheme, bench().drawElement()));
  painter.stroke(ball, QPen(tint, 2));
  const double angstrom =
      render::length(render::Vec3(target) - render::Vec3(bench().positions()[m_from->value]));
  QString words = QString::fromStdString(chem::measurementText(angstrom, 2));
  if (state == edit::ValenceState::Exceeded) words += ' ' + tr("too many bonds");
  const QPointF above(0, -kLengthAbove);
  painter.label((*from + *to) / 2 + above, words,
                state == edit::ValenceState::Exceeded ? tokens.differ : tokens.text);
}

}  // namespace molloquy::widgets
