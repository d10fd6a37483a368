#pragma once

#include <QUrl>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

/// What is kept of the replies, how much at most, and which server is asked.
class NetworkStore : public QWidget {
  Q_OBJECT

 public:
  explicit NetworkStore(QWidget* parent);

  void setCache(qint64 used, qint64 limit);
  void setBase(const QUrl& base, const QUrl& standard);

 Q_SIGNALS:
  void cacheClearRequested();
  void cacheLimitChosen(qint64 bytes);
  void baseChosen(const QUrl& base);

 private:
  void takeBase();
  void updateRestore();

  qint64 m_limit = 0;
  QUrl m_base;
  QUrl m_standard;
  theme::ThemedLabel* m_used;
  QComboBox* m_limits;
  QPushButton* m_clear;
  QLineEdit* m_address;
  QPushButton* m_restore;
  theme::ThemedLabel* m_addressSays;
};

}  // namespace molloquy::widgets
