#include "widgets/inspector/link_panel.h"

#include <QEvent>
#include <QFontMetrics>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include "widgets/frame/marks.h"
#include "widgets/frame/stepper.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using align::AlignmentStatus;
using theme::TextRole;

Mark markOf(AlignmentStatus status) {
  switch (status) {
    case AlignmentStatus::Verified:
    case AlignmentStatus::User:
      return Mark::Agrees;
    case AlignmentStatus::Refuted:
    case AlignmentStatus::CountMismatch:
      return Mark::Differs;
    case AlignmentStatus::Invalid:
    case AlignmentStatus::Unlocalised:
      return Mark::Unchecked;
  }
  return Mark::Unchecked;
}

QColor statusColour(AlignmentStatus status, const theme::Tokens& t) {
  switch (markOf(status)) {
    case Mark::Agrees:
      return t.agree;
    case Mark::Differs:
      return t.differ;
    default:
      return t.text2;
  }
}

}  // namespace

QString statusWords(AlignmentStatus status) {
  switch (status) {
    case AlignmentStatus::Verified:
      return LinkPanel::tr("verified");
    case AlignmentStatus::Refuted:
      return LinkPanel::tr("not in this structure");
    case AlignmentStatus::Invalid:
      return LinkPanel::tr("pattern cannot be read");
    case AlignmentStatus::CountMismatch:
      return LinkPanel::tr("another count");
    case AlignmentStatus::Unlocalised:
      return LinkPanel::tr("not localised");
    case AlignmentStatus::User:
      return LinkPanel::tr("set by you");
  }
  return {};
}

/// Letter tag, phrase, mark and its words, in one line.
class LinkPanel::Heading : public QWidget {
 public:
  explicit Heading(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  }

  void setLink(const LinkDetails& details) {
    m_details = details;
    const QString letter =
        details.slot ? tr("pin %1, ").arg(theme::pinLetter(*details.slot)) : QString();
    setAccessibleName(letter + details.phrase + QStringLiteral(", ") + statusWords(details.status));
    setToolTip(details.phrase);
    update();
  }

  /// Width that shows the whole phrase, its mark and the words of the mark.
  [[nodiscard]] int neededWidth() const {
    const int tag = m_details.slot ? theme::scaled(23) : 0;
    return tag +
           QFontMetrics(theme::font(TextRole::PanelTitle)).horizontalAdvance(m_details.phrase) +
           theme::scaled(13) + markSize() +
           QFontMetrics(theme::font(TextRole::Control))
               .horizontalAdvance(statusWords(m_details.status)) +
           4;
  }

  [[nodiscard]] QSize sizeHint() const override {
    return {theme::scaled(120), theme::lineHeight(TextRole::PanelTitle) + theme::scaled(6)};
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const theme::Tokens& t = theme::tokensFor(palette());
    QPainter painter(this);
    double x = 0;
    const double middle = height() / 2.0;
    if (m_details.slot) {
      const double side = theme::scaled(16);
      const QRectF tag(x, qRound(middle - side / 2), side, side);
      theme::painting::box(painter, tag, theme::painting::kRadiusTag,
                           theme::pinColour(t, *m_details.slot), {});
      painter.setFont(theme::font(TextRole::TagLetter));
      painter.setPen(t.surface);
      painter.drawText(tag, Qt::AlignCenter, theme::pinLetter(*m_details.slot));
      x += side + theme::scaled(7);
    }
    const QFont titleFont = theme::font(TextRole::PanelTitle);
    const QFont wordsFont = theme::font(TextRole::Control);
    const QString words = statusWords(m_details.status);
    const int wordsWidth = QFontMetrics(wordsFont).horizontalAdvance(words);
    const int verdict = theme::scaled(8) + markSize() + theme::scaled(5) + wordsWidth;
    const int room = qMax(theme::scaled(40), width() - qRound(x) - verdict);
    const QString phrase =
        QFontMetrics(titleFont).elidedText(m_details.phrase, Qt::ElideRight, room);
    painter.setFont(titleFont);
    painter.setPen(t.text);
    painter.drawText(QRectF(x, 0, room, height()), Qt::AlignLeft | Qt::AlignVCenter, phrase);
    x += QFontMetrics(titleFont).horizontalAdvance(phrase) + theme::scaled(8);
    paintMark(painter, QRectF(x, 0, markSize(), height()), markOf(m_details.status), palette());
    x += markSize() + theme::scaled(5);
    painter.setFont(wordsFont);
    painter.setPen(statusColour(m_details.status, t));
    painter.drawText(QRectF(x, 0, wordsWidth + 4, height()), Qt::AlignLeft | Qt::AlignVCenter,
                     words);
  }

 private:
  LinkDetails m_details;
};

LinkPanel::LinkPanel(QWidget* parent) : QWidget(parent) {
  m_heading = new Heading(this);
  m_stepper = new Stepper(tr("match"), this);
  m_stepper->setToolTip(
      tr("Step through the matches; before the first stand all of them together."));
  connect(m_stepper, &Stepper::positionChosen, this, &LinkPanel::stepMatch);
  auto* content = new QWidget;
  m_rows = new QGridLayout(content);
  m_rows->setContentsMargins(0, 0, 0, 0);
  m_rows->setHorizontalSpacing(theme::scaled(16));
  m_rows->setVerticalSpacing(theme::scaled(8));
  m_rows->setColumnStretch(1, 1);
  m_scroll = new QScrollArea(this);
  m_scroll->setFrameShape(QFrame::NoFrame);
  m_scroll->setWidgetResizable(true);
  m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_scroll->setFocusPolicy(Qt::NoFocus);
  m_scroll->viewport()->setAutoFillBackground(false);
  content->setAutoFillBackground(false);
  m_scroll->setWidget(content);
  content->setAutoFillBackground(false);

  m_head = new QHBoxLayout;
  m_head->addWidget(m_heading, 1);
  m_head->addWidget(m_stepper);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(theme::scaled(16), theme::scaled(9), theme::scaled(10),
                             theme::scaled(8));
  layout->setSpacing(theme::scaled(8));
  layout->addLayout(m_head);
  layout->addWidget(m_scroll, 1);
  setAccessibleName(tr("Link"));
}

void LinkPanel::setLink(const LinkDetails& details) {
  m_details = details;
  refresh();
}

void LinkPanel::refresh() {
  m_heading->setLink(m_details);
  m_stepper->setVisible(m_details.matchCount > 0);
  // Several matches: position 0 stands for all of them together.
  const bool several = m_details.matchCount > 1;
  m_stepper->setPosition(several ? m_details.chosenMatch + 1 : 0,
                         several ? m_details.matchCount + 1 : m_details.matchCount);
  m_stepper->setText(m_details.chosenMatch < 0 && several
                         ? tr("all %1 matches").arg(m_details.matchCount)
                         : tr("match %1 of %2")
                               .arg(std::max(0, m_details.chosenMatch) + 1)
                               .arg(m_details.matchCount));
  clearRows();
  if (!m_details.pattern.isEmpty()) addRow(tr("Pattern"), m_details.pattern, true);
  addRow(
      tr("Atoms"),
      m_details.atomNames.isEmpty() ? tr("none") : m_details.atomNames.join(QStringLiteral(", ")),
      false);
  if (!m_details.foundBy.isEmpty()) addRow(tr("Found by"), m_details.foundBy, false);
  if (!m_details.note.isEmpty()) addRow(tr("Note"), m_details.note, false);
  addAlsoSaid();
  m_rows->setRowStretch(m_rows->rowCount(), 1);
  arrangeHead();
}

void LinkPanel::arrangeHead() {
  // The phrase comes before the stepper: where both do not fit, the stepper goes below.
  const QMargins margins = layout()->contentsMargins();
  const int room = width() - margins.left() - margins.right() - m_head->spacing();
  const bool below =
      !m_stepper->isHidden() && m_heading->neededWidth() + m_stepper->sizeHint().width() > room;
  m_head->setDirection(below ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  m_head->setAlignment(m_stepper, below ? Qt::AlignLeft : Qt::Alignment());
}

void LinkPanel::resizeEvent(QResizeEvent*) { arrangeHead(); }

void LinkPanel::clearRows() {
  while (QLayoutItem* item = m_rows->takeAt(0)) {
    // Later, because a link in one of them may be what brought the new details.
    item->widget()->hide();
    item->widget()->deleteLater();
    delete item;
  }
  for (int row = 0; row < m_rows->rowCount(); ++row) m_rows->setRowStretch(row, 0);
}

void LinkPanel::addRow(const QString& label, const QString& value, bool mono) {
  const int row = m_rows->rowCount();
  auto* name = new QLabel(label, m_scroll->widget());
  name->setFont(theme::font(TextRole::Control));
  QPalette quiet = palette();
  quiet.setColor(QPalette::WindowText, theme::tokensFor(palette()).text2);
  name->setPalette(quiet);
  name->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  auto* words = new QLabel(value, m_scroll->widget());
  words->setFont(theme::font(mono ? TextRole::Mono : TextRole::Control));
  words->setTextFormat(Qt::PlainText);
  words->setWordWrap(true);
  words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  words->setAccessibleName(label + QStringLiteral(": ") + value);
  words->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  words->setMinimumWidth(1);
  m_rows->addWidget(name, row, 0);
  m_rows->addWidget(words, row, 1);
}

void LinkPanel::addAlsoSaid() {
  if (m_details.alsoSaid.empty()) return;
  const int row = m_rows->rowCount();
  addRow(tr("Also said"), {}, false);
  auto* words = qobject_cast<QLabel*>(m_rows->itemAtPosition(row, 1)->widget());
  const theme::Tokens& t = theme::tokensFor(palette());
  QStringList parts;
  QStringList spoken;
  for (std::size_t index = 0; index < m_details.alsoSaid.size(); ++index) {
    const AlsoSaid& said = m_details.alsoSaid[index];
    const QString shares =
        said.sharedAtoms == 1 ? tr("shares 1 atom") : tr("shares %1 atoms").arg(said.sharedAtoms);
    parts += QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>, %4")
                 .arg(index)
                 .arg(t.accent.name(), said.phrase.toHtmlEscaped(), shares);
    spoken += said.phrase + QStringLiteral(", ") + shares;
  }
  words->setTextFormat(Qt::RichText);
  words->setTextInteractionFlags(Qt::TextBrowserInteraction);
  words->setText(parts.join(QStringLiteral("<br>")));
  words->setAccessibleName(tr("Also said: %1").arg(spoken.join(QStringLiteral("; "))));
  connect(words, &QLabel::linkActivated, this, [this](const QString& link) {
    const AlsoSaid& said = m_details.alsoSaid[link.toUInt()];
    Q_EMIT phraseActivated(said.turn, said.record);
  });
}

void LinkPanel::stepMatch(int position) {
  Q_EMIT matchChosen(m_details.matchCount > 1 ? position - 1 : position);
}

void LinkPanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) refresh();
  QWidget::changeEvent(event);
}

}  // namespace molloquy::widgets
