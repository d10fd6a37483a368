#include "widgets/sketch/sketch_strip.h"

#include <QEvent>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <algorithm>
#include <iterator>
#include <utility>

#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr int kSide = 26;
constexpr int kStep = 27;
constexpr int kGroupGap = 9;
constexpr int kMargin = 4;
constexpr int kIcon = 18;

struct StrokeRow {
  BondStroke stroke;
  const char* icon;
  const char* words;
};
constexpr StrokeRow kStrokes[] = {
    {BondStroke::Single, "bond-single", QT_TR_NOOP("Single bond (1)")},
    {BondStroke::Double, "bond-double", QT_TR_NOOP("Double bond (2)")},
    {BondStroke::Triple, "bond-triple", QT_TR_NOOP("Triple bond (3)")},
    {BondStroke::Aromatic, "bond-aromatic", QT_TR_NOOP("Aromatic bond (4)")},
    {BondStroke::Any, "more", QT_TR_NOOP("Bond of unknown order (0)")},
    {BondStroke::Wedge, "bond-wedge", QT_TR_NOOP("Wedge: towards you")},
    {BondStroke::Hash, "bond-hash", QT_TR_NOOP("Hash: away from you")},
    {BondStroke::Wavy, "bond-wavy", QT_TR_NOOP("The other configuration: R or S, E or Z")},
};

constexpr int kElementButtons[] = {6, 7, 8, 16, 9, 17};
constexpr int kElementMenu[] = {1, 5, 14, 15, 34, 35, 53, 3, 11, 12, 19, 20, 26, 29, 30, 46, 78};

const StrokeRow& rowOf(BondStroke stroke) {
  for (const StrokeRow& row : kStrokes)
    if (row.stroke == stroke) return row;
  return kStrokes[0];
}

bool isElementButton(int element) {
  return std::find(std::begin(kElementButtons), std::end(kElementButtons), element) !=
         std::end(kElementButtons);
}

/// A click opens the menu; no arrow, the icon says it.
void opensMenu(QToolButton* button, QMenu* menu) {
  QObject::connect(button, &QToolButton::clicked, menu, [button, menu] {
    menu->popup(button->mapToGlobal(button->rect().bottomLeft()));
  });
}

}  // namespace

SketchStrip::SketchStrip(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Tools of the 2D editor"));
  buildTools();
  buildElements();
  buildTemplates();
  buildCommands();
  setUndo(std::nullopt, std::nullopt);
  showPen(m_pen);
}

void SketchStrip::nextGroup() { m_groups.emplace_back(); }

QToolButton* SketchStrip::addButton(const QString& icon, const QString& text, const QString& tip) {
  auto* button = new QToolButton(this);
  button->setAutoRaise(true);
  if (!icon.isEmpty()) button->setIcon(theme::icon(icon));
  button->setIconSize({theme::scaled(kIcon), theme::scaled(kIcon)});
  if (!text.isEmpty()) {
    button->setText(text);
    button->setFont(theme::font(theme::TextRole::Button));
  }
  button->setToolTip(tip);
  button->setAccessibleName(tip);
  m_groups.back().push_back(button);
  m_tips.push_back({button, tip});
  return button;
}

QToolButton* SketchStrip::addTool(const QString& icon, const QString& text, const QString& tip,
                                  Change change, std::function<bool(const SketchPen&)> isOn) {
  QToolButton* button = addButton(icon, text, tip);
  button->setCheckable(true);
  connect(button, &QToolButton::clicked, this, [this, change = std::move(change)] {
    change(m_pen);
    showPen(m_pen);
    Q_EMIT penChosen(m_pen);
  });
  m_tools.push_back({button, std::move(isOn)});
  return button;
}

QToolButton* SketchStrip::addCommand(const QString& icon, SketchCommand command) {
  QToolButton* button = addButton(icon, {}, wordsWithKeys(command));
  connect(button, &QToolButton::clicked, this, [this, command] { Q_EMIT commandChosen(command); });
  return button;
}

void SketchStrip::buildTools() {
  nextGroup();
  const auto plain = [this](const char* icon, const QString& tip, SketchTool tool) {
    addTool(
        QLatin1String(icon), {}, tip, [tool](SketchPen& pen) { pen.tool = tool; },
        [tool](const SketchPen& pen) { return pen.tool == tool; });
  };
  plain("select", tr("Select (Esc)"), SketchTool::Select);
  plain("lasso", tr("Lasso"), SketchTool::Lasso);
  plain("erase", tr("Erase (Del)"), SketchTool::Erase);
  nextGroup();
  m_bond = addTool(
      QStringLiteral("bond-single"), {}, tr("Bond"),
      [](SketchPen& pen) { pen.tool = SketchTool::Bond; },
      [](const SketchPen& pen) { return pen.tool == SketchTool::Bond; });
  auto* menu = new QMenu(m_bond);
  for (const StrokeRow& row : kStrokes) {
    menu->addAction(theme::icon(QLatin1String(row.icon)), tr(row.words), this,
                    [this, stroke = row.stroke] {
                      m_pen.tool = SketchTool::Bond;
                      m_pen.stroke = stroke;
                      showPen(m_pen);
                      Q_EMIT penChosen(m_pen);
                    });
  }
  m_bond->setMenu(menu);
  m_bond->setPopupMode(QToolButton::MenuButtonPopup);
}

void SketchStrip::buildElements() {
  nextGroup();
  const auto change = [](int element) {
    return [element](SketchPen& pen) {
      pen.tool = SketchTool::Atom;
      pen.element = element;
    };
  };
  for (const int element : kElementButtons) {
    const QString symbol = QString::fromStdString(chem::elementSymbol(element));
    addTool({}, symbol, tr("Draw %1 (type %1)").arg(symbol), change(element),
            [element](const SketchPen& pen) {
              return pen.tool == SketchTool::Atom && pen.element == element;
            });
  }
  m_element = addTool(
      QStringLiteral("more"), {}, tr("More elements: type any symbol"),
      [](SketchPen& pen) { pen.tool = SketchTool::Atom; },
      [](const SketchPen& pen) {
        return pen.tool == SketchTool::Atom && !isElementButton(pen.element);
      });
  auto* menu = new QMenu(m_element);
  for (const int element : kElementMenu) {
    menu->addAction(QString::fromStdString(chem::elementSymbol(element)), this,
                    [this, change, element] {
                      change(element)(m_pen);
                      showPen(m_pen);
                      Q_EMIT penChosen(m_pen);
                    });
  }
  opensMenu(m_element, menu);
}

void SketchStrip::buildTemplates() {
  nextGroup();
  const auto ring = [](int size, SketchPen::Ring kind) {
    return [size, kind](SketchPen& pen) {
      pen.tool = SketchTool::Ring;
      pen.ringSize = size;
      pen.ring = kind;
    };
  };
  const auto isBenzene = [](const SketchPen& pen) {
    return pen.ring == SketchPen::Ring::Aromatic && pen.ringSize == 6;
  };
  addTool(
      QStringLiteral("ring-benzene"), {}, tr("Benzene (T)"), ring(6, SketchPen::Ring::Aromatic),
      [isBenzene](const SketchPen& pen) { return pen.tool == SketchTool::Ring && isBenzene(pen); });
  m_ring = addTool(
      QStringLiteral("hexagon"), {}, tr("Ring (T)"),
      [](SketchPen& pen) {
        pen.tool = SketchTool::Ring;
        pen.ring = SketchPen::Ring::Saturated;
      },
      [isBenzene](const SketchPen& pen) {
        return pen.tool == SketchTool::Ring && !isBenzene(pen);
      });
  auto* menu = new QMenu(m_ring);
  for (int size = 3; size <= 8; ++size) {
    menu->addAction(tr("Ring of %1").arg(size), this, [this, ring, size] {
      ring(size, SketchPen::Ring::Saturated)(m_pen);
      showPen(m_pen);
      Q_EMIT penChosen(m_pen);
    });
  }
  m_ring->setMenu(menu);
  m_ring->setPopupMode(QToolButton::MenuButtonPopup);
  m_fragment = addTool(
      QStringLiteral("fragment"), {}, tr("Fragments"),
      [](SketchPen& pen) { pen.tool = SketchTool::Fragment; },
      [](const SketchPen& pen) { return pen.tool == SketchTool::Fragment; });
  m_fragmentMenu = new QMenu(m_fragment);
  opensMenu(m_fragment, m_fragmentMenu);
  nextGroup();
  for (const int charge : {1, -1}) {
    addTool(
        charge > 0 ? QStringLiteral("charge-plus") : QStringLiteral("charge-minus"), {},
        charge > 0 ? tr("One charge more (5, +)") : tr("One charge less (5, -)"),
        [charge](SketchPen& pen) {
          pen.tool = SketchTool::Charge;
          pen.charge = charge;
        },
        [charge](const SketchPen& pen) {
          return pen.tool == SketchTool::Charge && pen.charge == charge;
        });
  }
}

void SketchStrip::buildCommands() {
  using C = SketchCommand;
  nextGroup();
  m_undo = addCommand(QStringLiteral("undo"), C::Undo);
  m_redo = addCommand(QStringLiteral("redo"), C::Redo);
  nextGroup();
  addCommand(QStringLiteral("layout"), C::Layout);
  addCommand(QStringLiteral("clean"), C::CleanUp);
  QToolButton* shape =
      addButton(QStringLiteral("projection"), {}, tr("Make a 3D shape of the drawing"));
  connect(shape, &QToolButton::clicked, this, &SketchStrip::shapeRequested);
  QToolButton* more = addButton(QStringLiteral("more"), {}, tr("Flip, turn, labels, copy"));
  auto* menu = new QMenu(more);
  for (const auto& [command, icon] :
       {std::pair{C::FlipHorizontal, "flip-horizontal"},
        std::pair{C::FlipVertical, "flip-vertical"}, std::pair{C::Rotate, "rotate"},
        std::pair{C::StereoLabels, "labels"}, std::pair{C::CopySmiles, "copy"},
        std::pair{C::Fit, "fullscreen"}}) {
    menu->addAction(theme::icon(QLatin1String(icon)), wordsWithKeys(command), this,
                    [this, what = command] { Q_EMIT commandChosen(what); });
  }
  opensMenu(more, menu);
  m_help = addCommand(QStringLiteral("info"), C::Help);
}

void SketchStrip::showPen(const SketchPen& pen) {
  m_pen = pen;
  for (const Tool& tool : m_tools) tool.button->setChecked(tool.isOn(pen));
  const StrokeRow& row = rowOf(pen.stroke);
  m_bond->setIcon(theme::icon(QLatin1String(row.icon)));
  m_bond->setToolTip(tr(row.words));
  m_bond->setAccessibleName(tr(row.words));
  m_ring->setIcon(
      theme::icon(pen.ringSize == 5 ? QStringLiteral("ring-five") : QStringLiteral("hexagon")));
  m_ring->setToolTip(tr("Ring of %1 (T)").arg(pen.ringSize));
  const bool other = pen.tool == SketchTool::Atom && !isElementButton(pen.element);
  m_element->setIcon(other ? QIcon() : theme::icon(QStringLiteral("more")));
  m_element->setText(other ? QString::fromStdString(chem::elementSymbol(pen.element)) : QString());
}

void SketchStrip::setFragments(const std::vector<FragmentChoice>& fragments) {
  m_fragmentMenu->clear();
  std::vector<std::pair<QString, QMenu*>> categories;
  for (const FragmentChoice& fragment : fragments) {
    auto found = std::find_if(categories.begin(), categories.end(), [&](const auto& category) {
      return category.first == fragment.category;
    });
    if (found == categories.end()) {
      categories.emplace_back(fragment.category, m_fragmentMenu->addMenu(fragment.category));
      found = std::prev(categories.end());
    }
    found->second->addAction(fragment.name, this, [this, id = fragment.id] {
      m_pen.tool = SketchTool::Fragment;
      m_pen.fragment = id;
      showPen(m_pen);
      Q_EMIT penChosen(m_pen);
    });
  }
  m_fragment->setEnabled(!fragments.empty());
  m_fragment->setToolTip(fragments.empty() ? tr("The fragment library is not loaded.")
                                           : tr("Fragments"));
}

void SketchStrip::setUndo(const std::optional<QString>& undo, const std::optional<QString>& redo) {
  m_undo->setEnabled(undo.has_value());
  m_redo->setEnabled(redo.has_value());
  m_undo->setToolTip(undo ? tr("Undo: %1 (Ctrl+Z)").arg(*undo) : tr("There is nothing to undo."));
  m_redo->setToolTip(redo ? tr("Redo: %1 (Ctrl+Shift+Z)").arg(*redo)
                          : tr("There is nothing to redo."));
}

void SketchStrip::setUsable(const std::optional<QString>& whyNot) {
  for (const Tool& tool : m_tools) tool.button->setEnabled(!whyNot);
  for (const Tip& tip : m_tips)
    if (!tip.button->isEnabled() || !whyNot) tip.button->setToolTip(whyNot.value_or(tip.words));
  if (!whyNot) showPen(m_pen);
}

int SketchStrip::placeButtons(int width, bool really) {
  const int step = theme::scaled(kStep), side = theme::scaled(kSide);
  const int margin = kMargin, menuExtra = theme::scaled(12);
  int x = margin, y = margin;
  if (really) m_lines.clear();
  for (const auto& group : m_groups) {
    int groupWidth = 0;
    const auto widthOf = [&](const QToolButton* button) {
      return step + (button->popupMode() == QToolButton::MenuButtonPopup ? menuExtra : 0);
    };
    for (const QToolButton* button : group) groupWidth += widthOf(button);
    if (x > margin && x + groupWidth > width - margin) {
      x = margin;
      y += step;
    } else if (x > margin && really) {
      m_lines.emplace_back(x - kGroupGap / 2 - 1, y + 5, 1, side - 10);
    }
    for (QToolButton* button : group) {
      const int wide = widthOf(button);
      if (really) button->setGeometry(x, y, wide - (step - side), side);
      x += wide;
    }
    x += kGroupGap;
  }
  return y + side + margin;
}

int SketchStrip::heightForWidth(int width) const {
  return const_cast<SketchStrip*>(this)->placeButtons(width, false);
}

void SketchStrip::resizeEvent(QResizeEvent*) { (void)placeButtons(width(), true); }

void SketchStrip::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) (void)placeButtons(width(), true);
  QWidget::changeEvent(event);
}

void SketchStrip::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.panel);
  painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
  for (const QRect& line : m_lines) painter.fillRect(line, t.line);
}

QSize SketchStrip::sizeHint() const {
  return {theme::scaled(700), heightForWidth(theme::scaled(700))};
}
QSize SketchStrip::minimumSizeHint() const { return {theme::scaled(240), heightForWidth(width())}; }

}  // namespace molloquy::widgets
