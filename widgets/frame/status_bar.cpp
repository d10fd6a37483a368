#include "widgets/frame/status_bar.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <algorithm>

#include "widgets/frame/status_item.h"
#include "widgets/frame/status_job.h"
#include "widgets/inspector/number_text.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr int kLeastLeft = 240;  ///< room that the structure or the job keeps.

int sideMargin() { return theme::scaled(10); }

}  // namespace

StatusBar::StatusBar(QWidget* parent)
    : QWidget(parent), m_job(new StatusJob(this)), m_more(new QToolButton(this)) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setFixedHeight(sizeHint().height());
  m_items = {addItem(Part::Device, QStringLiteral("device"), {}),
             addItem(Part::Memory, QStringLiteral("memory"), {}),
             addItem(Part::Speed, QStringLiteral("clock"), tr("000 tok/s")),
             addItem(Part::Context, {}, {}), addItem(Part::Network, QStringLiteral("offline"), {})};
  m_more->setIcon(theme::icon(QStringLiteral("more")));
  m_more->setAutoRaise(true);
  m_more->setAccessibleName(tr("Device and memory"));
  m_more->setToolTip(tr("Device and memory"));
  m_more->hide();
  connect(m_more, &QToolButton::clicked, this, &StatusBar::showMore);
  connect(m_job, &StatusJob::cancelRequested, this, &StatusBar::cancelRequested);
  connect(m_job, &StatusJob::wordsShown, this, [this] { update(); });
  setDevice({});
  setMemory(0, 0);
  setTokensPerSecond(std::nullopt);
  setContext(0, 0);
  setNetworkRequests(0);
  clearStructure();
}

StatusItem* StatusBar::addItem(Part part, const QString& icon, const QString& longest) {
  auto* item = new StatusItem(icon, longest, this);
  connect(item, &StatusItem::clicked, this, [this, part] { Q_EMIT partClicked(part); });
  return item;
}

void StatusBar::setWords(StatusItem* item, const QString& words, const QString& spoken) {
  item->setWords(words);
  item->setAccessibleName(spoken);
  item->setToolTip(spoken);
  arrange();
}

void StatusBar::setStructure(int atoms, int bonds, int charge, const QString& energy) {
  m_structure = Structure{atoms, bonds, charge, energy};
  setAccessibleName(structureWords().join(QStringLiteral(", ")));
  update();
}

void StatusBar::clearStructure() {
  m_structure.reset();
  setAccessibleName(structureWords().join(QStringLiteral(", ")));
  update();
}

void StatusBar::showJob(const QString& words, std::optional<double> fraction, bool cancellable) {
  m_job->showJob(words, fraction, cancellable);
  arrange();
}

void StatusBar::endJob() { m_job->end(); }

void StatusBar::setJobDelays(int barMs, int wordsMs) { m_job->setDelays(barMs, wordsMs); }

void StatusBar::setDevice(const QString& device) {
  const QString words = device.isEmpty() ? tr("No model") : device;
  setWords(m_items[0], words, tr("Device: %1").arg(words));
}

void StatusBar::setMemory(quint64 used, quint64 total) {
  if (total == 0) return setWords(m_items[1], QString(QChar(0x2013)), tr("Memory: not known"));
  const QString words = tr("%1 of %2").arg(shownBytes(used), shownBytes(total));
  setWords(m_items[1], words, tr("Memory: %1 used by this program").arg(words));
}

void StatusBar::setTokensPerSecond(std::optional<double> speed) {
  if (!speed) return setWords(m_items[2], tr("Idle"), tr("Speed: idle"));
  const QString number = QLocale().toString(*speed, 'f', *speed < 9.95 ? 1 : 0);
  setWords(m_items[2], tr("%1 tok/s").arg(number), tr("Speed: %1 tokens per second").arg(number));
}

void StatusBar::setContext(int used, int limit) {
  if (limit <= 0) {
    m_items[3]->setBar(tr("Context"), std::nullopt);
    return setWords(m_items[3], QString(QChar(0x2013)), tr("Context: no model"));
  }
  m_items[3]->setBar(tr("Context"), static_cast<double>(used) / limit);
  setWords(m_items[3], tr("%1 / %2").arg(shownCount(used), shownCount(limit)),
           tr("Context: %1 of %2 tokens used").arg(shownCount(used), shownCount(limit)));
}

void StatusBar::setNetworkRequests(int requests) {
  m_requests = requests;
  showNetwork();
}

void StatusBar::setNetworkMode(NetworkMode mode) {
  m_network = mode;
  showNetwork();
}

void StatusBar::showNetwork() {
  const QString sent = m_requests == 1 ? tr("Network: 1 request")
                                       : tr("Network: %1 requests").arg(shownCount(m_requests));
  QString spoken;
  switch (m_network) {
    case NetworkMode::Online:
      spoken = tr("PubChem is asked when you ask for it. Click for what was sent.");
      break;
    case NetworkMode::Offline:
      spoken = tr("Offline: only saved records are opened. Click for what was sent.");
      break;
    case NetworkMode::Off:
      spoken = tr("The network is off: nothing is sent. Click for what was sent.");
      break;
  }
  m_items[4]->setIcon(m_network == NetworkMode::Online ? QStringLiteral("globe")
                                                       : QStringLiteral("offline"));
  setWords(m_items[4], sent, sent);
  m_items[4]->setToolTip(sent + QStringLiteral(". ") + spoken);
}

QStringList StatusBar::structureWords() const {
  if (!m_structure) return {tr("No structure")};
  const QString atoms =
      m_structure->atoms == 1 ? tr("1 atom") : tr("%1 atoms").arg(shownCount(m_structure->atoms));
  const QString bonds =
      m_structure->bonds == 1 ? tr("1 bond") : tr("%1 bonds").arg(shownCount(m_structure->bonds));
  const int charge = m_structure->charge;
  QString sign = shownNumber(QString::number(charge));
  if (charge > 0) sign.prepend(u'+');
  QStringList words{tr("%1, %2").arg(atoms, bonds), tr("Charge %1").arg(sign)};
  if (!m_structure->energy.isEmpty()) words += m_structure->energy;
  return words;
}

void StatusBar::showMore() {
  QMenu menu(this);
  for (const Part part : {Part::Device, Part::Memory}) {
    StatusItem* item = m_items[static_cast<std::size_t>(part)];
    menu.addAction(item->accessibleName(), this, [this, part] { Q_EMIT partClicked(part); });
  }
  menu.exec(m_more->mapToGlobal(QPoint(0, -menu.sizeHint().height())));
}

void StatusBar::arrange() {
  int total = 0;
  for (const StatusItem* item : m_items) total += item->sizeHint().width() + theme::scaled(4);
  const bool narrow = width() - total < theme::scaled(kLeastLeft);
  int right = width() - sideMargin() + theme::scaled(6);
  for (auto item = m_items.rbegin(); item != m_items.rend(); ++item) {
    const bool folded = narrow && m_items.rend() - item <= 2;
    (*item)->setVisible(!folded);
    if (folded) continue;
    const QSize size = (*item)->sizeHint();
    right -= size.width();
    (*item)->setGeometry(right, 0, size.width(), height());
    right -= theme::scaled(4);
  }
  m_more->setVisible(narrow);
  if (narrow) {
    const int side = theme::scaled(24);
    right -= side;
    m_more->setGeometry(right, (height() - side) / 2, side, side);
  }
  m_leftWidth = std::max(0, right - sideMargin() - theme::scaled(8));
  m_job->setGeometry(sideMargin(), 0, std::min(m_leftWidth, m_job->sizeHint().width()), height());
  update();
}

QSize StatusBar::sizeHint() const { return {theme::scaled(1024), theme::scaled(26)}; }
QSize StatusBar::minimumSizeHint() const { return {theme::scaled(480), theme::scaled(26)}; }

void StatusBar::resizeEvent(QResizeEvent*) { arrange(); }

void StatusBar::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.window);
  painter.fillRect(QRect(0, 0, width(), 1), t.line);
  if (m_job->showsWords()) return;
  const QFont font = theme::font(theme::TextRole::Secondary);
  const QFontMetricsF metrics(font);
  painter.setFont(font);
  painter.setPen(t.text2);
  const double baseline = (height() + metrics.ascent() - metrics.descent()) / 2.0;
  double x = sideMargin();
  const double end = sideMargin() + m_leftWidth;
  for (const QString& words : structureWords()) {
    const double width = tabularWidth(words, metrics);
    if (x + width > end) break;
    paintTabular(painter, QPointF(x, baseline), words);
    x += width + theme::scaled(16);
  }
}

}  // namespace molloquy::widgets
