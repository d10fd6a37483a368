#pragma once

#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTest>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/library/record_list.h"
#include "widgets/search/link_button.h"
#include "widgets/search/search_popup.h"

namespace molloquy::widgets {

inline QString s(const char* text) { return QString::fromUtf8(text); }

/// A window with the list at its left.
struct SearchBench {
  QWidget window;
  RecordList list{&window};
  QPushButton other{QStringLiteral("other"), &window};
  SearchBench();
  SearchPopup& popup() { return list.search(); }
  QLineEdit& edit() { return *list.findChild<QLineEdit*>(); }
  QStringList rows();
  QStringList choices();
  void online(SuggestionConsent consent);
  void type(const QString& text) { QTest::keyClicks(&edit(), text); }
  LinkButton* button(const QString& words);
};

inline SearchBench::SearchBench() {
  window.resize(760, 620);
  list.setGeometry(0, 0, 248, 620);
  other.setGeometry(500, 400, 100, 30);
  list.library().setRecords({{s("1"), s("aspirin"), s("C9H8O4"), 180.16, {}},
                             {s("2"), s("caffeine"), s("C8H10N4O2"), 194.19, {}},
                             {s("3"), s("glutamic acid"), s("C5H9NO4"), 147.13, {}}});
  window.show();
  window.activateWindow();
  if (!QTest::qWaitForWindowActive(&window)) qFatal("the window does not come up");
  edit().setFocus();
}

inline QStringList SearchBench::rows() {
  QStringList texts;
  const auto* view = popup().findChild<QListView*>();
  for (int row = 0; row < view->model()->rowCount(); ++row)
    texts += view->model()->index(row, 0).data().toString();
  return texts;
}

inline QStringList SearchBench::choices() {
  QStringList texts;
  const auto* view = popup().findChild<QListView*>();
  for (int row = 0; row < view->model()->rowCount(); ++row)
    if (view->model()->index(row, 0).flags() & Qt::ItemIsEnabled)
      texts += view->model()->index(row, 0).data().toString();
  return texts;
}

inline void SearchBench::online(SuggestionConsent consent) {
  popup().setMode(NetworkMode::Online);
  popup().setConsent(consent);
}

inline LinkButton* SearchBench::button(const QString& words) {
  for (auto* one : popup().findChildren<LinkButton*>())
    if (one->text() == words && one->isVisible()) return one;
  return nullptr;
}

}  // namespace molloquy::widgets
