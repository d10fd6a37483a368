#include "widgets/input/structure_entry.h"

#include <QEvent>
#include <QFontMetrics>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include "widgets/frame/busy_bar.h"
#include "widgets/input/structure_line_edit.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr int kSettleMs = 250;
constexpr int kErrorGap = 5;

}  // namespace

StructureEntry::StructureEntry(Look look, QWidget* parent)
    : QWidget(parent),
      m_look(look),
      m_edit(new StructureLineEdit(this)),
      m_busy(new BusyBar(this)) {
  m_settle.setSingleShot(true);
  m_settle.setInterval(kSettleMs);
  setFocusProxy(m_edit);
  m_edit->setAccessibleName(tr("Structure"));
  m_edit->setFont(
      theme::font(look == Look::Search ? theme::TextRole::Control : theme::TextRole::Mono));
  if (look == Look::Welcome) {
    m_open = new QPushButton(tr("Open"), this);
    m_open->setAccessibleName(tr("Open the structure"));
    connect(m_open, &QPushButton::clicked, this, &StructureEntry::submitNow);
  } else {
    m_clear = new QToolButton(this);
    m_clear->setAutoRaise(true);
    m_clear->setFocusPolicy(Qt::NoFocus);  // Esc does the same from the keyboard
    m_clear->setIcon(theme::icon(QStringLiteral("close")));
    m_clear->setIconSize({theme::scaled(14), theme::scaled(14)});
    m_clear->setToolTip(tr("Empty the field (Esc)"));
    m_clear->setAccessibleName(tr("Empty the field"));
    connect(m_clear, &QToolButton::clicked, this, [this] {
      m_edit->clear();
      takeEdit();
      m_edit->setFocus(Qt::MouseFocusReason);
    });
  }
  updateButtons();
  setPlaceholderText(look == Look::Search ? tr("Name or SMILES")
                                          : tr("Paste a SMILES or MOL block here"));
  connect(m_edit, &QLineEdit::textEdited, this, &StructureEntry::takeEdit);
  connect(m_edit, &QLineEdit::returnPressed, this, &StructureEntry::submitNow);
  connect(m_edit, &StructureLineEdit::blockPasted, this, &StructureEntry::blockPasted);
  connect(m_edit, &StructureLineEdit::focusChanged, this, [this] { update(); });
  connect(&m_settle, &QTimer::timeout, this, [this] {
    if (!text().isEmpty()) Q_EMIT textSettled(text());
  });
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QLineEdit& StructureEntry::field() { return *m_edit; }

QString StructureEntry::text() const { return m_edit->text().trimmed(); }

void StructureEntry::setText(const QString& text) {
  m_settle.stop();
  clearError();
  m_edit->setText(text);
  updateButtons();
}

void StructureEntry::setPlaceholderText(const QString& text) { m_edit->setPlaceholderText(text); }

void StructureEntry::setError(std::optional<int> column, const QString& sentence) {
  m_errorSentence = sentence;
  // Columns count from the first character that is not a space, as text() is handed out.
  const QString typed = m_edit->text();
  int leading = 0;
  while (leading < typed.size() && typed[leading].isSpace()) ++leading;
  m_edit->setErrorFrom(column ? std::optional<int>(*column + leading) : std::nullopt);
  m_edit->setAccessibleDescription(sentence);
  setBusy(false);
  arrange();
}

void StructureEntry::clearError() {
  if (m_errorSentence.isEmpty()) return;
  m_errorSentence.clear();
  m_edit->clearError();
  m_edit->setAccessibleDescription({});
  arrange();
}

void StructureEntry::setBusy(bool busy) {
  if (busy) {
    m_busy->start();
  } else {
    m_busy->stop();
  }
}

void StructureEntry::clear() {
  setText({});
  setBusy(false);
}

void StructureEntry::takeEdit() {
  clearError();
  updateButtons();
  Q_EMIT textEdited(text());
  m_settle.start();
}

void StructureEntry::updateButtons() {
  if (m_clear != nullptr) m_clear->setHidden(m_edit->text().isEmpty());
  if (m_open == nullptr) return;
  m_open->setEnabled(!text().isEmpty());
  m_open->setToolTip(text().isEmpty() ? tr("Type or paste a structure first.") : QString());
}

void StructureEntry::submitNow() {
  if (text().isEmpty()) return;
  m_settle.stop();
  Q_EMIT submitted(text());
}

int StructureEntry::fieldHeight() const { return theme::scaled(m_look == Look::Search ? 30 : 42); }

int StructureEntry::errorHeight() const {
  if (m_errorSentence.isEmpty()) return 0;
  const QFontMetrics metrics(theme::font(theme::TextRole::Secondary));
  const int room = qMax(40, width() - theme::scaled(4));
  return metrics.boundingRect(0, 0, room, 10000, Qt::TextWordWrap, m_errorSentence).height() +
         theme::scaled(kErrorGap);
}

void StructureEntry::arrange() {
  const int height = fieldHeight();
  const int left = theme::scaled(m_look == Look::Search ? 30 : 12);
  int right = width() - theme::scaled(8);
  if (m_open != nullptr) {
    const QSize size = m_open->sizeHint();
    right -= size.width();
    m_open->setGeometry(right, (height - size.height()) / 2, size.width(), size.height());
    right -= theme::scaled(6);
  }
  if (m_clear != nullptr) {
    const int side = theme::scaled(22);
    right = width() - side - theme::scaled(4);
    m_clear->setGeometry(right, (height - side) / 2, side, side);
  }
  m_edit->setGeometry(left, 4, qMax(0, right - left), height - 8);
  m_busy->setGeometry(8, height - 3, qMax(0, width() - 16), 2);
  const int wanted = height + errorHeight();
  if (minimumHeight() != wanted) setFixedHeight(wanted);
  updateGeometry();
  update();
}

QSize StructureEntry::sizeHint() const {
  return {theme::scaled(m_look == Look::Search ? 228 : 640), fieldHeight() + errorHeight()};
}

QSize StructureEntry::minimumSizeHint() const {
  return {theme::scaled(m_look == Look::Search ? 140 : 240), fieldHeight() + errorHeight()};
}

void StructureEntry::resizeEvent(QResizeEvent*) { arrange(); }

void StructureEntry::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::EnabledChange) update();
  QWidget::changeEvent(event);
}

void StructureEntry::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  const QRectF field(0, 0, width(), fieldHeight());
  const double radius = theme::painting::kRadiusControl;
  const bool failed = !m_errorSentence.isEmpty();
  if (m_edit->hasFocus()) {
    theme::painting::box(painter, field, radius, failed ? t.differTint : t.selected,
                         failed ? t.differ : t.accent);
    theme::painting::box(painter, field.adjusted(3, 3, -3, -3), radius - 3, t.surface, {});
  } else {
    theme::painting::box(painter, field, radius, isEnabled() ? t.surface : t.sunk,
                         failed        ? t.differ
                         : isEnabled() ? t.lineStrong
                                       : t.line);
  }
  if (m_look == Look::Search) {
    const int icon = theme::scaled(16);
    theme::paintIcon(painter, QRectF(theme::scaled(8), (field.height() - icon) / 2, icon, icon),
                     QStringLiteral("search"), t.text2);
  }
  if (failed) {
    painter.setFont(theme::font(theme::TextRole::Secondary));
    painter.setPen(t.differ);
    const int top = fieldHeight() + theme::scaled(kErrorGap);
    painter.drawText(QRect(theme::scaled(2), top, width() - theme::scaled(4), height() - top),
                     Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop, m_errorSentence);
  }
}

}  // namespace molloquy::widgets
