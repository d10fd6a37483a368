#include "widgets/search/network_store.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <array>

#include "widgets/theme/themed_label.h"

namespace molloquy::widgets {
namespace {

using theme::Ink;
using theme::TextRole;
using theme::ThemedLabel;

constexpr qint64 kMebibyte = 1024 * 1024;
constexpr std::array<qint64, 5> kLimits{64 * kMebibyte, 256 * kMebibyte, 512 * kMebibyte,
                                        2048 * kMebibyte, 8192 * kMebibyte};

/// In powers of 1024, as the limits are.
QString bytesWords(qint64 bytes) {
  const double mebibytes =
      static_cast<double>(qMax(qint64(0), bytes)) / static_cast<double>(kMebibyte);
  if (mebibytes >= 1024)
    return NetworkStore::tr("%1 GiB").arg(QLocale().toString(mebibytes / 1024, 'g', 3));
  return NetworkStore::tr("%1 MiB").arg(
      QLocale().toString(mebibytes, 'f', mebibytes < 10 && mebibytes > 0 ? 1 : 0));
}

/// A server's address: a scheme that can be asked, a host, and nothing secret in it.
bool isServer(const QUrl& url) {
  const bool web =
      url.scheme() == QStringLiteral("https") || url.scheme() == QStringLiteral("http");
  return url.isValid() && web && !url.host().isEmpty() && url.query().isEmpty() &&
         url.fragment().isEmpty();
}

}  // namespace

NetworkStore::NetworkStore(QWidget* parent)
    : QWidget(parent),
      m_used(new ThemedLabel(TextRole::Control, Ink::Text, {}, this)),
      m_limits(new QComboBox(this)),
      m_clear(new QPushButton(tr("Clear saved replies"), this)),
      m_address(new QLineEdit(this)),
      m_restore(new QPushButton(tr("Restore"), this)),
      m_addressSays(new ThemedLabel(TextRole::Secondary, Ink::Text2, {}, this)) {
  m_limits->setAccessibleName(tr("Most that is kept of replies"));
  m_limits->setToolTip(tr("The replies used longest ago go first."));
  m_clear->setAutoDefault(false);
  m_restore->setAutoDefault(false);
  m_address->setAccessibleName(tr("Address of the server"));
  m_address->setFont(theme::font(TextRole::Mono));
  m_addressSays->setWordWrap(true);
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(theme::scaled(12));
  grid->setVerticalSpacing(theme::scaled(6));
  grid->setColumnStretch(1, 1);
  grid->addWidget(new ThemedLabel(TextRole::Control, Ink::Text2, tr("Saved replies"), this), 0, 0);
  auto* kept = new QHBoxLayout;
  kept->setSpacing(theme::scaled(8));
  kept->addWidget(m_used);
  kept->addStretch(1);
  kept->addWidget(new ThemedLabel(TextRole::Control, Ink::Text2, tr("at most"), this));
  kept->addWidget(m_limits);
  grid->addLayout(kept, 0, 1);
  grid->addWidget(m_clear, 0, 2);
  grid->addWidget(new ThemedLabel(TextRole::Control, Ink::Text2, tr("Server"), this), 1, 0);
  grid->addWidget(m_address, 1, 1);
  grid->addWidget(m_restore, 1, 2);
  grid->addWidget(m_addressSays, 2, 1, 1, 2);
  m_addressSays->hide();
  connect(m_clear, &QPushButton::clicked, this, &NetworkStore::cacheClearRequested);
  connect(m_limits, &QComboBox::activated, this,
          [this] { Q_EMIT cacheLimitChosen(m_limits->currentData().toLongLong()); });
  connect(m_address, &QLineEdit::textEdited, this, [this] { m_addressSays->hide(); });
  connect(m_address, &QLineEdit::editingFinished, this, &NetworkStore::takeBase);
  connect(m_restore, &QPushButton::clicked, this, [this] {
    m_address->setText(m_standard.toString());
    takeBase();
  });
}

void NetworkStore::setCache(qint64 used, qint64 limit) {
  m_limit = limit;
  m_used->setText(tr("%1 of %2").arg(bytesWords(used), bytesWords(limit)));
  m_clear->setEnabled(used > 0);
  m_clear->setToolTip(used > 0 ? tr("What was saved has to be fetched again.")
                               : tr("Nothing is saved."));
  m_limits->clear();
  for (const qint64 choice : kLimits) m_limits->addItem(bytesWords(choice), choice);
  int index = m_limits->findData(limit);
  if (index < 0) {
    m_limits->addItem(bytesWords(limit), limit);
    index = m_limits->count() - 1;
  }
  m_limits->setCurrentIndex(index);
}

void NetworkStore::setBase(const QUrl& base, const QUrl& standard) {
  m_base = base;
  m_standard = standard;
  m_address->setText(base.toString());
  m_addressSays->hide();
  updateRestore();
}

void NetworkStore::updateRestore() {
  const bool other = m_base != m_standard;
  m_restore->setEnabled(other);
  m_restore->setToolTip(other ? tr("Ask %1 again").arg(m_standard.host())
                              : tr("This is PubChem's own address."));
}

void NetworkStore::takeBase() {
  const QUrl typed(m_address->text().trimmed(), QUrl::StrictMode);
  if (typed == m_base) return;
  if (!isServer(typed)) {
    m_addressSays->setText(tr("“%1” is no address of a server; one looks like %2.")
                               .arg(m_address->text().trimmed(), m_standard.toString()));
    m_addressSays->show();
    return;
  }
  m_base = typed;
  updateRestore();
  if (typed.scheme() == QStringLiteral("http")) {
    m_addressSays->setText(tr("What is sent to this address can be read on its way (http)."));
    m_addressSays->show();
  }
  Q_EMIT baseChosen(typed);
}

}  // namespace molloquy::widgets
