#include <QCoreApplication>
#include <QStringList>

#include "app/pubchem/network_ledger.h"

namespace molloquy::pubchem {

namespace {

QString quoted(QString cell) {
  // A cell that begins like a formula is read as one by table programs.
  if (!cell.isEmpty() && QStringLiteral("=+-@").contains(cell.front())) cell.prepend(u'\'');
  if (!cell.contains(u',') && !cell.contains(u'"') && !cell.contains(u'\n')) return cell;
  return u'"' + cell.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

QString address(const LedgerEntry& entry) { return QString::fromUtf8(entry.url.toEncoded()); }

}  // namespace

QString ledgerText(const std::vector<LedgerEntry>& entries) {
  QString text;
  for (const LedgerEntry& entry : entries) {
    text += entry.at.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) + QStringLiteral(" UTC  ");
    if (!entry.method.isEmpty()) {
      text += entry.method + u' ' + address(entry) + QStringLiteral("  ") +
              QCoreApplication::translate("NetworkLedger", "%1 B sent, %2 B received, %3 ms")
                  .arg(entry.bytesSent)
                  .arg(entry.bytesReceived)
                  .arg(entry.milliseconds) +
              QStringLiteral("  ");
    }
    text += entry.outcome;
    if (!entry.reason.isEmpty()) text += QStringLiteral("  (") + entry.reason + u')';
    text += u'\n';
  }
  return text;
}

QString ledgerCsv(const std::vector<LedgerEntry>& entries) {
  QString text = QStringLiteral(
      "number,time,method,address,reason,bytes sent,bytes "
      "received,status,milliseconds,outcome\r\n");
  for (const LedgerEntry& entry : entries) {
    const QStringList cells{QString::number(entry.number),
                            entry.at.toString(Qt::ISODateWithMs),
                            entry.method,
                            quoted(address(entry)),
                            quoted(entry.reason),
                            QString::number(entry.bytesSent),
                            QString::number(entry.bytesReceived),
                            QString::number(entry.status),
                            QString::number(entry.milliseconds),
                            quoted(entry.outcome)};
    text += cells.join(u',') + QStringLiteral("\r\n");
  }
  return text;
}

}  // namespace molloquy::pubchem
