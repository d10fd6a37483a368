#include "widgets/frame/header_choices.h"

#include <QMenu>
#include <QToolButton>

#include "widgets/frame/choice_button.h"
#include "widgets/frame/view_style_popover.h"
#include "widgets/frame/view_words.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"

namespace molloquy::widgets {
namespace {

using render::ColourBy;
using render::Representation;

int gap() { return theme::scaled(8); }
int side() { return theme::scaled(28); }

}  // namespace

HeaderChoices::HeaderChoices(QWidget* parent)
    : QWidget(parent),
      m_representation(
          new ChoiceButton(QStringLiteral("representation"), tr("Representation"), this)),
      m_colour(new ChoiceButton(QStringLiteral("colour"), tr("Colour"), this)),
      m_more(new QToolButton(this)),
      m_popover(new ViewStylePopover(this)) {
  m_more->setAutoRaise(true);
  m_more->setIcon(theme::icon(QStringLiteral("sliders")));
  m_more->setIconSize({theme::scaled(16), theme::scaled(16)});
  m_more->setFocusPolicy(Qt::StrongFocus);
  m_more->setToolTip(tr("Looks, hydrogens, surface, labels, ground, quality"));
  m_more->setAccessibleName(tr("View style"));
  auto* representations = new QMenu(m_representation);
  representations->setToolTipsVisible(true);
  connect(representations, &QMenu::aboutToShow, this,
          [this, representations] { fillRepresentations(*representations); });
  m_representation->setMenu(representations);
  auto* colours = new QMenu(m_colour);
  colours->setToolTipsVisible(true);
  connect(colours, &QMenu::aboutToShow, this, [this, colours] { fillColours(*colours); });
  m_colour->setMenu(colours);
  connect(m_more, &QToolButton::clicked, this, &HeaderChoices::openPopover);
  connect(m_popover, &ViewStylePopover::viewStyleChanged, this, &HeaderChoices::change);
  showStyle();
}

void HeaderChoices::setViewStyle(const render::ViewStyle& style) {
  m_style = style;
  m_popover->setViewStyle(style);
  showStyle();
}

void HeaderChoices::setViewData(const ViewData& known) {
  m_data = known;
  m_popover->setViewData(known);
}

void HeaderChoices::setSelection(const std::vector<AtomIndex>& atoms) {
  m_selection = atoms;
  if (atoms.empty()) m_toSelection = false;
  m_popover->setSelection(atoms);
  showStyle();
}

Representation HeaderChoices::shownRepresentation() const {
  if (!m_toSelection || m_selection.empty()) return m_style.representation;
  const auto own = m_style.exceptions.find(m_selection.front());
  return own == m_style.exceptions.end() ? m_style.representation : own->second;
}

void HeaderChoices::showStyle() {
  const QString words = representationWords(shownRepresentation());
  m_representation->setChoice(m_toSelection ? tr("Selection: %1").arg(words.toLower()) : words);
  m_colour->setChoice(tr("Colour: %1").arg(colourWords(m_style.colourBy)));
  updateGeometry();
  if (parentWidget() != nullptr) resizeEvent(nullptr);
}

void HeaderChoices::chooseRepresentation(Representation representation) {
  render::ViewStyle style = m_style;
  if (m_toSelection) {
    for (const AtomIndex atom : m_selection) {
      if (representation == style.representation) {
        style.exceptions.erase(atom);
      } else {
        style.exceptions[atom] = representation;
      }
    }
  } else {
    style.representation = representation;
  }
  change(style);
}

void HeaderChoices::fillRepresentations(QMenu& menu) {
  menu.clear();
  for (const Representation representation :
       {Representation::BallAndStick, Representation::Licorice, Representation::VanDerWaals,
        Representation::Wireframe}) {
    QAction* action =
        menu.addAction(representationWords(representation), this,
                       [this, representation] { chooseRepresentation(representation); });
    action->setCheckable(true);
    action->setChecked(representation == shownRepresentation());
  }
  menu.addSeparator();
  QAction* toSelection = menu.addAction(tr("For the selected atoms only"));
  toSelection->setCheckable(true);
  toSelection->setChecked(m_toSelection);
  toSelection->setEnabled(!m_selection.empty());
  toSelection->setToolTip(m_selection.empty() ? tr("No atom is selected.")
                                              : tr("The choice above concerns the selection"));
  connect(toSelection, &QAction::toggled, this, [this](bool on) {
    m_toSelection = on;
    showStyle();
  });
  QAction* forget = menu.addAction(tr("Same for all atoms"), this, [this] {
    render::ViewStyle style = m_style;
    style.exceptions.clear();
    change(style);
  });
  forget->setEnabled(!m_style.exceptions.empty());
  forget->setToolTip(m_style.exceptions.empty() ? tr("No atom has a representation of its own.")
                                                : QString());
}

void HeaderChoices::fillColours(QMenu& menu) {
  menu.clear();
  for (const ColourBy colour :
       {ColourBy::Element, ColourBy::PartialCharge, ColourBy::Chain, ColourBy::Residue,
        ColourBy::Fold, ColourBy::Custom, ColourBy::Attention}) {
    QString words = colourWords(colour);
    words.front() = words.front().toUpper();
    QAction* action = menu.addAction(words, this, [this, colour] {
      render::ViewStyle style = m_style;
      style.colourBy = colour;
      change(style);
    });
    action->setCheckable(true);
    action->setChecked(colour == m_style.colourBy);
    const QString why = whyNoColour(colour, m_data);
    action->setEnabled(why.isEmpty() || colour == m_style.colourBy);
    action->setToolTip(why.isEmpty() ? words : why);
  }
  if (m_style.customColours.empty()) return;
  menu.addSeparator();
  menu.addAction(tr("Forget own colours of atoms"), this, [this] {
    render::ViewStyle style = m_style;
    style.customColours.clear();
    change(style);
  });
}

void HeaderChoices::change(const render::ViewStyle& style) {
  if (style == m_style) return;
  setViewStyle(style);
  Q_EMIT viewStyleChanged(m_style);
}

void HeaderChoices::openPopover() {
  m_popover->setViewStyle(m_style);
  m_popover->openBelow(QRect(m_more->mapToGlobal(QPoint()), m_more->size()));
}

void HeaderChoices::setWords(Words words) {
  if (m_words == words) return;
  m_words = words;
  m_representation->setFolded(words == Words::Folded);
  m_colour->setFolded(words == Words::Folded);
  updateGeometry();
}

int HeaderChoices::widthFor(Words words) const {
  if (words == Words::Folded) return 3 * side() + 2 * theme::scaled(2);
  return m_representation->wideWidth() + m_colour->wideWidth() + side() + gap() + theme::scaled(4);
}

QSize HeaderChoices::sizeHint() const { return {widthFor(m_words), side()}; }

void HeaderChoices::resizeEvent(QResizeEvent*) {
  const bool folded = m_words == Words::Folded;
  const int between = folded ? theme::scaled(2) : gap();
  int x = 0;
  for (ChoiceButton* button : {m_representation, m_colour}) {
    const int width = button->sizeHint().width();
    button->setGeometry(x, 0, width, height());
    x += width + between;
  }
  m_more->setGeometry(x - (folded ? 0 : theme::scaled(4)), 0, side(), height());
}

}  // namespace molloquy::widgets
