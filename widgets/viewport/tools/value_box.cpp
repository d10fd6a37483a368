#include "widgets/viewport/tools/value_box.h"

#include <cmath>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"
#include "widgets/viewport/floating_bar.h"

namespace molloquy::widgets {

namespace {

constexpr int kWidth = 230;
constexpr double kRadius = 10;
const QChar kMinus(0x2212);

}  // namespace

std::optional<double> numberTyped(QString text) {
  text.remove(QChar(0xB0)).remove(QChar(0xC5));
  text = text.trimmed().replace(kMinus, '-').replace(',', '.');
  bool fine = false;
  const double value = text.toDouble(&fine);
  if (!fine || !std::isfinite(value)) return std::nullopt;
  return value;
}

ValueBox::ValueBox(QWidget* viewport) : QWidget(viewport) {
  using theme::Ink;
  using theme::TextRole;
  using theme::ThemedLabel;
  setCursor(Qt::ArrowCursor);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(9, 6, 9, 8);
  layout->setSpacing(5);
  auto* head = new QHBoxLayout;
  m_kind = new ThemedLabel(TextRole::Control, Ink::Text2, {}, this);
  m_before = new ThemedLabel(TextRole::Control, Ink::Text3, {}, this);
  head->addWidget(m_kind);
  head->addStretch();
  head->addWidget(m_before);
  layout->addLayout(head);
  auto* middle = new QHBoxLayout;
  middle->setSpacing(6);
  m_field = new QLineEdit(this);
  m_field->installEventFilter(this);
  m_field->setTextMargins(0, 0, 18, 0);
  m_unit = new ThemedLabel(TextRole::Control, Ink::Text3, {}, m_field);
  m_unit->setAttribute(Qt::WA_TransparentForMouseEvents);
  m_accept = new BarButton("check", tr("Apply (Enter)"), this);
  middle->addWidget(m_field, 1);
  middle->addWidget(m_accept);
  layout->addLayout(middle);
  auto* foot = new QHBoxLayout;
  m_energyWords = new ThemedLabel(TextRole::Control, Ink::Text2, tr("Energy change"), this);
  m_energy = new ThemedLabel(TextRole::UserWords, Ink::Text, {}, this);
  foot->addWidget(m_energyWords);
  foot->addStretch();
  foot->addWidget(m_energy);
  layout->addLayout(foot);
  m_fault = new ThemedLabel(TextRole::Secondary, Ink::Text, {}, this);
  m_fault->setWordWrap(true);
  layout->addWidget(m_fault);
  setFixedWidth(theme::scaled(kWidth));
  setEnergy(std::nullopt);
  setFault({});
  connect(m_accept, &BarButton::clicked, this, &ValueBox::accept);
  connect(m_field, &QLineEdit::textEdited, this, [this] {
    m_editing = true;
    if (const auto value = typed()) Q_EMIT valueTyped(*value);
  });
  hide();
}

QString ValueBox::text(double value) const {
  QString words = QString::number(std::abs(value), 'f', m_digits);
  if (value < 0 && words.toDouble() != 0) words.prepend(kMinus);
  return words;
}

void ValueBox::setKind(const QString& kind, const QString& unit) {
  m_editing = false;
  m_kind->setText(kind);
  m_unit->setText(unit);
  m_digits = unit == QChar(0xB0) ? 1 : 3;
  m_field->setAccessibleName(kind);
  setAccessibleName(kind);
}

void ValueBox::setNow(double value) {
  if (isEditing()) return;
  m_field->setText(text(value));
  const QSize size = m_unit->sizeHint();
  m_unit->setGeometry(m_field->width() - size.width() - 8, 0, size.width(), m_field->height());
}

void ValueBox::setBefore(std::optional<double> value) {
  m_before->setText(value ? tr("was %1").arg(text(*value) + m_unit->text()) : QString());
}

void ValueBox::setEnergy(std::optional<double> delta) {
  m_energyWords->setVisible(delta.has_value());
  m_energy->setVisible(delta.has_value());
  if (delta) {
    const QString sign = *delta < 0 ? QString(kMinus) : QStringLiteral("+");
    m_energy->setText(tr("%1 kcal/mol").arg(sign + QString::number(std::abs(*delta), 'f', 2)));
  }
  adjustSize();
}

void ValueBox::setFault(const QString& sentence) {
  m_fault->setText(sentence);
  m_fault->setVisible(!sentence.isEmpty());
  m_accept->setEnabled(sentence.isEmpty());
  adjustSize();
}

void ValueBox::edit() {
  m_editing = true;
  m_field->setFocus(Qt::OtherFocusReason);
  m_field->selectAll();
}

bool ValueBox::isEditing() const { return m_editing; }

std::optional<double> ValueBox::typed() const { return numberTyped(m_field->text()); }

void ValueBox::accept() {
  if (!m_accept->isEnabled()) return;
  const auto value = typed();
  if (!value) {
    setFault(tr("Type a number, as 109.5."));
    m_accept->setEnabled(true);
    return;
  }
  m_editing = false;
  Q_EMIT accepted(*value);
}

bool ValueBox::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) {
    const QSize size = m_unit->sizeHint();
    m_unit->setGeometry(m_field->width() - size.width() - 8, 0, size.width(), m_field->height());
  }
  if (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Escape || key == Qt::Key_Return || key == Qt::Key_Enter) {
      if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
      } else if (key == Qt::Key_Escape) {
        Q_EMIT rejected();
      } else {
        accept();
      }
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

void ValueBox::paintEvent(QPaintEvent*) {
  const theme::Tokens& tokens = theme::tokensFor(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(tokens.line, 1));
  painter.setBrush(tokens.surface);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

void ValueBox::mousePressEvent(QMouseEvent* event) { event->accept(); }

}  // namespace molloquy::widgets
