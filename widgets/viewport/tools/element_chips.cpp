#include "widgets/viewport/tools/element_chips.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>

#include "model/chem/molecule.h"
#include "widgets/theme/element_colours.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"
#include "widgets/viewport/element_names.h"
#include "widgets/viewport/floating_bar.h"

namespace molloquy::widgets {

namespace {

constexpr int kUsual[] = {6, 7, 8, 1, 9, 15, 16, 17, 35};

/// A symbol with a line in the element's colour under it.
class Chip : public QAbstractButton {
 public:
  Chip(int element, QWidget* parent) : QAbstractButton(parent) {
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setFixedSize(theme::scaled(26), theme::scaled(28));
    setElement(element);
  }
  void setElement(int element) {
    m_element = element;
    setText(QString::fromStdString(chem::elementSymbol(element)));
    setAccessibleName(elementName(element));
    setToolTip(elementName(element));
    update();
  }
  [[nodiscard]] int element() const { return m_element; }

 protected:
  void paintEvent(QPaintEvent*) override {
    const theme::Tokens& tokens = theme::tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (isChecked() || underMouse()) {
      painter.setBrush(isChecked() ? tokens.selected : tokens.hover);
      painter.drawRoundedRect(rect(), theme::painting::kRadiusControl,
                              theme::painting::kRadiusControl);
    }
    if (hasFocus()) {
      theme::painting::focusRing(painter, rect(), theme::painting::kRadiusControl, tokens.accent);
    }
    painter.setFont(theme::font(theme::TextRole::UserWords));
    painter.setPen(isChecked() ? tokens.accent : tokens.text);
    painter.drawText(rect().adjusted(0, 0, 0, -4), Qt::AlignCenter, text());
    const QColor colour = theme::elementColour(tokens.scheme, m_element);
    painter.fillRect(QRectF(7, height() - 6.0, width() - 14.0, 2.5), colour);
  }

 private:
  int m_element = 6;
};

}  // namespace

ElementChips::ElementChips(QWidget* parent) : QWidget(parent), m_group(new QButtonGroup(this)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  for (const int element : kUsual) {
    auto* chip = new Chip(element, this);
    m_group->addButton(chip);
    layout->addWidget(chip);
    connect(chip, &QAbstractButton::clicked, this,
            [this, chip] { Q_EMIT elementChosen(chip->element()); });
  }
  auto* more = new BarButton(QStringLiteral("more"), tr("Other elements…"), this);
  layout->addWidget(more);
  connect(more, &BarButton::clicked, this, &ElementChips::chooserWanted);
}

void ElementChips::setElement(int atomicNumber) {
  Chip* last = nullptr;
  for (QAbstractButton* button : m_group->buttons()) {
    last = static_cast<Chip*>(button);
    if (last->element() != atomicNumber) continue;
    last->setChecked(true);
    return;
  }
  if (last == nullptr) return;
  last->setElement(atomicNumber);
  last->setChecked(true);
}

}  // namespace molloquy::widgets
