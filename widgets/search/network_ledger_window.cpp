#include "widgets/search/network_ledger_window.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>
#include <array>
#include <type_traits>
#include <utility>

#include "widgets/inspector/number_text.h"
#include "widgets/inspector/table_view.h"
#include "widgets/search/ledger_model.h"
#include "widgets/search/network_store.h"
#include "widgets/search/network_switch.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

constexpr int kSide = 16;

QPushButton* pushButton(const QString& words, const QString& tip, QWidget* parent) {
  auto* button = new QPushButton(words, parent);
  button->setAutoDefault(false);
  button->setToolTip(tip);
  return button;
}

}  // namespace

NetworkLedgerWindow::NetworkLedgerWindow(QWidget* parent)
    : QWidget(parent, Qt::Window),
      m_switch(new NetworkSwitch(this)),
      m_store(new NetworkStore(this)),
      m_model(new LedgerModel(this)),
      m_found(new LedgerFilter(this)),
      m_table(new TableView(this)),
      m_filter(new QLineEdit(this)),
      m_total(new theme::ThemedLabel(theme::TextRole::Secondary, theme::Ink::Text2, {}, this)),
      m_copy(pushButton(tr("Copy"), tr("Copy the selected lines, or all of them (Ctrl+C)"), this)),
      m_save(pushButton(tr("Export CSV…"), {}, this)),
      m_clear(pushButton(tr("Clear"), {}, this)) {
  setWindowTitle(tr("Network: what was sent"));
  buildTable();
  m_filter->setPlaceholderText(tr("Filter"));
  m_filter->setAccessibleName(tr("Filter the lines"));
  m_filter->setClearButtonEnabled(true);
  m_filter->setFixedWidth(theme::scaled(240));
  auto* tools = new QHBoxLayout;
  tools->setSpacing(theme::scaled(8));
  tools->addWidget(m_filter);
  tools->addStretch(1);
  tools->addWidget(m_copy);
  tools->addWidget(m_save);
  tools->addWidget(m_clear);
  auto* column = new QVBoxLayout(this);
  const int side = theme::scaled(kSide);
  column->setContentsMargins(0, side, 0, side);
  column->setSpacing(theme::scaled(12));
  const auto inside = [&](auto* what) {
    auto* row = new QHBoxLayout;
    row->setContentsMargins(side, 0, side, 0);
    if constexpr (std::is_base_of_v<QWidget, std::remove_pointer_t<decltype(what)>>) {
      row->addWidget(what);
    } else {
      row->addLayout(what);
    }
    column->addLayout(row);
  };
  inside(m_switch);
  inside(tools);
  column->addWidget(m_table, 1);
  inside(m_total);
  inside(m_store);
  connect(m_switch, &NetworkSwitch::modeChosen, this, &NetworkLedgerWindow::modeChosen);
  connect(m_store, &NetworkStore::cacheClearRequested, this,
          &NetworkLedgerWindow::cacheClearRequested);
  connect(m_store, &NetworkStore::cacheLimitChosen, this, &NetworkLedgerWindow::cacheLimitChosen);
  connect(m_store, &NetworkStore::baseChosen, this, &NetworkLedgerWindow::baseChosen);
  connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
    m_found->setWords(words);
    tell();
  });
  connect(m_copy, &QPushButton::clicked, m_table, &TableView::copyRows);
  connect(m_save, &QPushButton::clicked, this,
          [this] { Q_EMIT saveRequested(QStringLiteral("network.csv"), m_model->csv().toUtf8()); });
  connect(m_clear, &QPushButton::clicked, this, &NetworkLedgerWindow::clearRequested);
  tell();
}

void NetworkLedgerWindow::buildTable() {
  m_found->setSourceModel(m_model);
  m_table->setModel(m_found);
  m_table->setAccessibleName(tr("Requests that were sent"));
  m_table->setSortingEnabled(true);
  m_table->sortByColumn(LedgerModel::Time, Qt::DescendingOrder);
  QHeaderView* head = m_table->horizontalHeader();
  const std::array widths{164, 60, 0, 68, 82, 214, 130};
  for (int column = 0; column < LedgerModel::ColumnCount; ++column)
    head->resizeSection(column, theme::scaled(widths[static_cast<std::size_t>(column)]));
  head->setSectionResizeMode(LedgerModel::Url, QHeaderView::Stretch);
}

void NetworkLedgerWindow::setLines(std::vector<NetworkLine> lines) {
  m_model->setLines(std::move(lines));
  tell();
}

void NetworkLedgerWindow::putLine(const NetworkLine& line) {
  m_model->put(line);
  tell();
}

void NetworkLedgerWindow::setMode(NetworkMode mode) { m_switch->setMode(mode); }
void NetworkLedgerWindow::setCache(qint64 used, qint64 limit) { m_store->setCache(used, limit); }

void NetworkLedgerWindow::setBase(const QUrl& base, const QUrl& standard) {
  m_store->setBase(base, standard);
}

int NetworkLedgerWindow::lineCount() const { return m_model->rowCount(); }

void NetworkLedgerWindow::tell() {
  qint64 sent = 0;
  qint64 received = 0;
  int failed = 0;
  for (const NetworkLine& line : m_model->lines()) {
    sent += line.bytesSent;
    received += line.bytesReceived;
    failed += line.failed ? 1 : 0;
  }
  const int count = m_model->rowCount();
  const auto bytes = [](qint64 number) { return shownBytes(static_cast<quint64>(number)); };
  QString words = count == 1 ? tr("1 request") : tr("%1 requests").arg(shownCount(count));
  words += tr(", %1 sent, %2 received").arg(bytes(sent), bytes(received));
  if (failed > 0) words += tr(", %1 failed").arg(shownCount(failed));
  const int shown = m_found->rowCount();
  if (shown < count) words += tr("; %1 of them shown").arg(shownCount(shown));
  m_total->setText(count == 0 ? QString() : words);
  m_table->setEmptyText(count == 0 ? tr("Nothing has been sent.")
                                   : tr("No line holds these words."));
  for (QPushButton* button : {m_copy, m_save, m_clear}) button->setEnabled(count > 0);
  m_save->setToolTip(count > 0 ? tr("Save every line as a table") : tr("Nothing has been sent."));
  m_clear->setToolTip(count > 0 ? tr("Empty this list; what was sent stays sent")
                                : tr("Nothing has been sent."));
}

QSize NetworkLedgerWindow::sizeHint() const { return {theme::scaled(1100), theme::scaled(580)}; }

void NetworkLedgerWindow::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape || event->matches(QKeySequence::Close)) {
    close();
    return;
  }
  if (event->matches(QKeySequence::Find)) {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    return;
  }
  QWidget::keyPressEvent(event);
}

void NetworkLedgerWindow::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.panel);
  painter.fillRect(QRect(0, m_table->y() - 1, width(), 1), t.line);
  painter.fillRect(QRect(0, m_table->geometry().bottom() + 1, width(), 1), t.line);
}

}  // namespace molloquy::widgets
