#include "widgets/frame/status_job.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPushButton>

#include "widgets/frame/busy_bar.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr int kWordsPatienceMs = 3000;

QFont wordsFont() { return theme::font(theme::TextRole::Secondary); }

/// Small enough for the bar; a flat button of the style would be taller.
class CancelButton : public QPushButton {
 public:
  using QPushButton::QPushButton;
  [[nodiscard]] QSize sizeHint() const override {
    return {QFontMetrics(font()).horizontalAdvance(text()) + theme::scaled(16), theme::scaled(20)};
  }
};

}  // namespace

StatusJob::StatusJob(QWidget* parent)
    : QWidget(parent),
      m_barMs(BusyBar::kPatienceMs),
      m_wordsMs(kWordsPatienceMs),
      m_bar(new BusyBar(this)),
      m_cancel(new CancelButton(tr("Cancel"), this)) {
  m_cancel->setFont(wordsFont());
  m_cancel->hide();
  connect(m_cancel, &QPushButton::clicked, this, &StatusJob::cancelRequested);
  m_wordsTimer.setSingleShot(true);
  connect(&m_wordsTimer, &QTimer::timeout, this, [this] { setWordsShown(true); });
}

void StatusJob::setDelays(int barMs, int wordsMs) {
  m_barMs = barMs;
  m_wordsMs = wordsMs;
}

void StatusJob::showJob(const QString& words, std::optional<double> fraction, bool cancellable) {
  m_words = words;
  m_fraction = fraction;
  m_cancel->setProperty("wanted", cancellable);
  m_cancel->setAccessibleName(tr("Cancel: %1").arg(words));
  m_bar->start(fraction, m_barMs);
  if (!m_running) {
    m_running = true;
    if (m_wordsMs <= 0) {
      setWordsShown(true);
    } else {
      m_wordsTimer.start(m_wordsMs);
    }
  }
  setWordsShown(m_showsWords);
}

void StatusJob::end() {
  m_running = false;
  m_wordsTimer.stop();
  m_bar->stop();
  setWordsShown(false);
}

QString StatusJob::shownText() const {
  if (!m_fraction) return m_words;
  return tr("%1, %2 %").arg(m_words).arg(qRound(qBound(0.0, *m_fraction, 1.0) * 100));
}

void StatusJob::setWordsShown(bool shown) {
  const bool changed = m_showsWords != shown;
  m_showsWords = shown;
  m_cancel->setVisible(shown && m_cancel->property("wanted").toBool());
  setAccessibleName(shown ? shownText() : QString());
  updateGeometry();
  update();
  if (changed) Q_EMIT wordsShown(shown);
}

QSize StatusJob::sizeHint() const {
  const int words = QFontMetrics(wordsFont()).horizontalAdvance(shownText());
  return {words + m_cancel->sizeHint().width() + theme::scaled(24), theme::scaled(26)};
}

void StatusJob::resizeEvent(QResizeEvent*) {
  m_bar->setGeometry(0, 0, width(), 2);
  const QSize size = m_cancel->sizeHint();
  const int words = QFontMetrics(wordsFont()).horizontalAdvance(shownText());
  const int x = qMin(words + theme::scaled(12), width() - size.width());
  m_cancel->setGeometry(x, (height() - size.height()) / 2, size.width(), size.height());
}

void StatusJob::paintEvent(QPaintEvent*) {
  if (!m_showsWords) return;
  QPainter painter(this);
  painter.setFont(wordsFont());
  painter.setPen(theme::tokensFor(palette()).text2);
  const int room = m_cancel->isHidden() ? width() : m_cancel->x() - theme::scaled(8);
  painter.drawText(QRect(0, 0, room, height()), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(shownText(), Qt::ElideRight, room));
}

}  // namespace molloquy::widgets
