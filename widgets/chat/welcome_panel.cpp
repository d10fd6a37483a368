#include "widgets/chat/welcome_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/frame/marks.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::Ink;
using theme::scaled;
using theme::TextRole;
using theme::ThemedLabel;

ThemedLabel* paragraph(TextRole role, Ink ink, const QString& text, QWidget* parent) {
  auto* label = new ThemedLabel(role, ink, text, parent);
  label->setWordWrap(true);
  return label;
}

/// One step of the tour: its number, or a check when it is done; a line above.
class StepRow : public QWidget {
 public:
  StepRow(int number, const WelcomeStep& step, QWidget* parent)
      : QWidget(parent), m_number(number), m_done(step.done) {
    setAccessibleName(
        tr("Step %1, %2, %3").arg(number).arg(step.title, step.done ? tr("done") : tr("to do")));
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(scaled(34), scaled(11), 0, scaled(11));
    rows->setSpacing(scaled(1));
    rows->addWidget(paragraph(TextRole::StepTitle, Ink::Text, step.title, this));
    rows->addWidget(paragraph(TextRole::Secondary, Ink::Text2, step.detail, this));
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const theme::Tokens& t = theme::tokensFor(palette());
    QPainter painter(this);
    painter.fillRect(0, 0, width(), 1, t.line);
    const double side = scaled(22);
    const QRectF dot(0, scaled(11), side, side);
    if (m_done) {
      theme::painting::box(painter, dot, side / 2, t.agreeTint, {});
      theme::painting::checkStroke(painter, dot.adjusted(2, 2, -2, -2), t.agree,
                                   1.8 * theme::textScale());
      return;
    }
    theme::painting::box(painter, dot, side / 2, {}, t.lineStrong);
    QFont digits = theme::font(TextRole::Secondary);
    digits.setWeight(QFont::Medium);
    painter.setFont(digits);
    painter.setPen(t.text2);
    painter.drawText(dot, Qt::AlignCenter, QString::number(m_number));
  }

 private:
  int m_number;
  bool m_done;
};

class BottomLine : public QWidget {
 public:
  explicit BottomLine(QWidget* parent) : QWidget(parent) { setFixedHeight(1); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter(this).fillRect(rect(), theme::tokensFor(palette()).line);
  }
};

}  // namespace

WelcomePanel::WelcomePanel(QWidget* parent)
    : QScrollArea(parent),
      m_primary(new QPushButton),
      m_skip(new QPushButton(tr("Skip the tour"))) {
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  theme::setOverlayScrollBars(*this);
  auto* page = new QWidget;
  m_title = paragraph(TextRole::PageTitle, Ink::Text, {}, page);
  m_detail = paragraph(TextRole::Control, Ink::Text2, {}, page);
  m_steps = new QVBoxLayout;
  m_steps->setSpacing(0);
  m_buttons = new QBoxLayout(QBoxLayout::LeftToRight);
  m_buttons->addWidget(m_primary, 0, Qt::AlignLeft);
  m_buttons->addWidget(m_skip, 0, Qt::AlignLeft);
  m_buttons->addStretch(1);
  m_rows = new QVBoxLayout(page);
  m_rows->setSpacing(0);
  m_rows->addWidget(m_title);
  m_rows->addSpacing(scaled(4));
  m_rows->addWidget(m_detail);
  m_rows->addSpacing(scaled(14));
  m_rows->addLayout(m_steps);
  m_rows->addWidget(new BottomLine(page));
  m_rows->addSpacing(scaled(16));
  m_rows->addLayout(m_buttons);
  m_rows->addStretch(1);
  setWidget(page);
  // The page shows what is behind it: the conversation's surface.
  page->setAutoFillBackground(false);
  viewport()->setAutoFillBackground(false);
  theme::setButtonRole(*m_primary, theme::ButtonRole::Primary);
  m_skip->setFlat(true);
  connect(m_primary, &QPushButton::clicked, this,
          [this] { Q_EMIT actionTriggered(QStringLiteral("primary")); });
  connect(m_skip, &QPushButton::clicked, this,
          [this] { Q_EMIT actionTriggered(QStringLiteral("skip")); });
  applyMetrics();
}

void WelcomePanel::setState(const WelcomeState& state) {
  m_title->setText(state.title);
  m_detail->setText(state.detail);
  m_detail->setVisible(!state.detail.isEmpty());
  m_primary->setText(state.primaryLabel);
  m_primary->setAccessibleName(state.primaryLabel);
  m_primary->setVisible(!state.primaryLabel.isEmpty());
  while (QLayoutItem* item = m_steps->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  int number = 0;
  for (const WelcomeStep& step : state.steps)
    m_steps->addWidget(new StepRow(++number, step, widget()));
}

void WelcomePanel::applyMetrics() {
  m_rows->setContentsMargins(scaled(20), scaled(16), scaled(20), scaled(16));
}

void WelcomePanel::fitButtons() {
  const int wanted = m_primary->sizeHint().width() + m_skip->sizeHint().width() + scaled(48);
  m_buttons->setDirection(wanted <= viewport()->width() ? QBoxLayout::LeftToRight
                                                        : QBoxLayout::TopToBottom);
}

void WelcomePanel::resizeEvent(QResizeEvent* event) {
  fitButtons();
  QScrollArea::resizeEvent(event);
}

void WelcomePanel::changeEvent(QEvent* event) {
  QScrollArea::changeEvent(event);
  if (event->type() == QEvent::ApplicationFontChange) applyMetrics();
}

}  // namespace molloquy::widgets
